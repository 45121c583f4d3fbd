import Commons
import Rulebook
import Testing

@testable import Evaluation

/// What becomes of a certificate.
@Suite struct CertificateTests {
    private func issue(_ until: String, _ number: String = "Z-1") -> Act {
        .issueCertificate(number: number, until: DayText(day(until)))
    }

    @Test func issuing() throws {
        let stage = try Stage.at("decided")
        #expect(stage.today == day("2026-03-23"))
        stage.expect(nil, issue("2026-03-24"))
        stage.expect(.invalid, at: "until", issue("2026-03-23"))
        stage.expect(nil, issue("2036-03-23"))
        stage.expect(.invalid, at: "until", issue("2036-03-24"))
        stage.expect(.invalid, at: "number", issue("2029-01-01", ""))
        stage.expect(.invalid, at: "number", issue("2029-01-01", String(repeating: "1", count: 65)))
    }

    @Test func withoutAGradeThereIsNone() throws {
        var stage = try Stage.at("decided")
        for expert in Stage.experts {
            stage.evaluation.visitFindings[expert]?["1.1"]?.record = FindingRecord(.met(false))
        }
        stage.expect(.invalid, issue("2029-01-01"))
    }

    @Test func itStandsForWhatWasApproved() throws {
        let evaluation = try Stage.at("certified").evaluation
        let certificate = try #require(evaluation.certificate)
        #expect(certificate.digest == evaluation.report?.digest)
        #expect(evaluation.approvals.map(\.digest) == [certificate.digest, certificate.digest])
        #expect(certificate.issuedOn == day("2026-03-23"))
        #expect(certificate.status(on: certificate.until) == .valid)
        #expect(certificate.status(on: certificate.until.adding(days: 1)) == .expired)
    }

    @Test func suspendedResumedRevoked() throws {
        var stage = try Stage.at("certified")
        let (suspend, resume, revoke) = (
            Act.suspendCertificate(reason: "整改"), Act.resumeCertificate(reason: "已整改"),
            Act.revokeCertificate(reason: "造假")
        )
        for act in [Act.suspendCertificate(reason: ""), .revokeCertificate(reason: " ")] {
            stage.expect(.invalid, at: "reason", act)
        }
        stage.expect(.locked, resume)
        try stage.act(suspend, by: "abe")
        #expect(stage.evaluation.certificate?.status(on: stage.today) == .suspended)
        stage.expect(.locked, suspend)
        stage.expect(.invalid, at: "reason", .resumeCertificate(reason: ""))
        try stage.act(resume, by: "abe")
        #expect(stage.evaluation.certificate?.status(on: stage.today) == .valid)
        stage.expect(.locked, resume)
        try stage.act(suspend, by: "abe")
        try stage.act(revoke, by: "abe")
        #expect(stage.evaluation.certificate?.status(on: stage.today) == .revoked)
        for act in [suspend, resume, revoke, .checkCertificate(year: 2026, isPassed: true, remark: "")] {
            stage.expect(.locked, act)
        }
        #expect(
            stage.evaluation.certificate?.events.map(\.act) == [
                "issueCertificate", "suspendCertificate", "resumeCertificate", "suspendCertificate",
                "revokeCertificate",
            ])
    }

    @Test func anExpiredOneIsOverButCanStillBeRevoked() throws {
        var stage = try Stage.at("certified")
        stage.today = day("2029-03-23")
        stage.expect(.locked, .suspendCertificate(reason: "整改"))
        stage.expect(.locked, .checkCertificate(year: 2028, isPassed: true, remark: ""))
        stage.expect(nil, .revokeCertificate(reason: "造假"))
    }

    @Test func oneCheckAYear() throws {
        var stage = try Stage.at("certified")
        func check(_ year: Int, _ remark: String = "") -> Act {
            .checkCertificate(year: year, isPassed: false, remark: remark)
        }
        stage.expect(.invalid, at: "year", check(2025))
        stage.expect(.invalid, at: "year", check(2027))
        stage.expect(.invalid, at: "remark", check(2026, "\u{2}"))
        try stage.act(check(2026), by: "abe")
        stage.expect(.conflict, at: "year", check(2026))
        stage.today = day("2027-06-01")
        try stage.act(check(2027), by: "abe")
        #expect(stage.evaluation.certificate?.checks.map(\.year) == [2026, 2027])
        // Also a certificate that is suspended is looked at.
        try stage.act(.suspendCertificate(reason: "整改"), by: "abe")
        stage.today = day("2028-06-01")
        stage.expect(nil, check(2028))
    }

    /// A node whose clock is behind must not fall over.
    @Test func aClockBehindTheCertificateIsARefusal() throws {
        var stage = try Stage.at("certified")
        stage.today = day("2025-12-31")
        stage.expect(.invalid, at: "year", .checkCertificate(year: 2026, isPassed: true, remark: ""))
    }
}
