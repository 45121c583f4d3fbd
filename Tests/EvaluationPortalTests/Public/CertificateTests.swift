import Evaluation
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct CertificateTests {
    @Test func showsWhatItIs() throws {
        let certificate = try Samples.certificate()
        let (zh, en) = expectBilingual { PublicCertificateView(language: $0, certificate: certificate).body }
        for word in [
            "Cuihu", "ZHSQ-2026-000001", "湖滨区", "二星级", "78.35", "82.5 / 100", "2026-03-01", "2029-03-01", "今天有效",
            "12 items looked at", "blocked exits", "暂停证书", "怎样核验",
        ] { #expect(words(zh).contains(word), "\(word)") }
        #expect(zh.contains(certificate.digest))
        #expect(zh.contains("class=\"qr\""))
        #expect(en.contains("is valid today"))
        #expect(han(words(en)) == "")
    }

    @Test(arguments: zip(Certificate.Status.allCases, ["今天有效", "暂停使用", "已被撤销", "到期"]))
    func theVerdictIsInWords(_ status: Certificate.Status, _ word: String) throws {
        let certificate = try Samples.certificate(status)
        #expect(PublicCertificateView(language: .chinese, certificate: certificate).body.string.contains(word))
    }

    @Test func whatPeopleWroteIsNoMarkup() throws {
        let certificate = try Samples.certificate(community: Samples.evil, reason: Samples.evil)
        let html = PublicCertificateView(language: .chinese, certificate: certificate).body
        expectSound(html)
        #expect(!html.string.contains("<img"))
    }

    @Test func anUnknownNumberIsNotFoundInWords() {
        let (zh, en) = expectBilingual { NoCertificateView(language: $0, number: "<b>X</b>").body }
        #expect(zh.contains("查不到这份证书"))
        #expect(en.contains("There is no such certificate"))
        #expect(zh.contains("&lt;b&gt;X&lt;/b&gt;"))
        #expect(zh.contains("action=\"/verify\""))
    }
}

@Suite struct GradeMarkTests {
    @Test func starsCountFromTheLowestGrade() {
        let stars = Samples.rulebook.grades.map { GradeMark($0.id, of: Samples.rulebook).stars }
        #expect(stars == Array(Samples.rulebook.grades.indices))
    }

    @Test func noGradeSaysSo() {
        #expect(GradeMark(nil, of: Samples.rulebook).html(.chinese).string.contains("未评定等级"))
        #expect(GradeMark(nil, of: Samples.rulebook).text(.english) == "no grade")
        #expect(GradeMark("gold", of: nil).text(.chinese) == "gold")
    }
}
