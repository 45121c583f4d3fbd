import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Secrets

/// The app on one's phone: setting it up, recovery codes, taking it away.
struct SecondFactorView {
    enum Stage {
        case none
        /// The secret is in the app or about to be; its first code is still to come.
        case pending(TimeCode)
        /// It counts. The codes are those just made, shown this once.
        case confirmed(since: Instant?, left: Int, codes: [RecoveryCode])
    }

    var language: PageLanguage
    var login: String
    var stage: Stage
    /// A role of theirs needs one, and until then they can do nothing else.
    var isDuty = false
    var form = FormState()
    var csrf: String?

    var body: HTML {
        switch stage {
        case .none: start
        case .pending(let secret): pending(secret)
        case .confirmed(let since, let left, let codes): confirmed(since, left, codes)
        }
    }

    private var start: HTML {
        let button = HTML.postButton(
            language("开始设置", "Set it up"), action: Routes.secondFactor.path(), csrf: csrf, kind: .primary)
        let duty: HTML? =
            isDuty
            ? HTML.callout(
                .warn, language("您的角色必须使用两步验证", "A role of yours needs a second factor"),
                .text(language("设置完成后才能继续工作。", "Set it up; then you can go on.")))
            : nil
        return """
            \(duty)\(form.summary(language))
            \(HTML.card(
                language("尚未启用", "Not set up"),
                """
                <p>\(language(
                    "启用后，登录时除了密码，还要输入手机验证器显示的 6 位数字。密码泄露了，别人也进不来。",
                    "Logging in then takes your password and six digits of an app on your phone: whoever stole the "
                        + "password alone stays out."))</p>
                <p>\(language(
                    "手机上先装一个验证器应用（支持 TOTP 的都可以）。",
                    "You need an authenticator app on your phone; any that knows TOTP will do."))</p>
                \(HTML.row([button]))
                """))
            """
    }

    private func pending(_ secret: TimeCode) -> HTML {
        let address = secret.address(issuer: "Linli", account: login)
        let groups = stride(from: 0, to: secret.text.count, by: 4).map { start in
            let first = secret.text.index(secret.text.startIndex, offsetBy: start)
            let last = secret.text.index(first, offsetBy: 4, limitedBy: secret.text.endIndex)
            return String(secret.text[first..<(last ?? secret.text.endIndex)])
        }
        let code = Input(
            "code", language("验证码", "Code"), hint: language("应用现在显示的 6 位数字", "The six digits that it shows now"),
            error: form.error("code", language), isRequired: true)
        return HTML.card(
            language("把密钥加到手机", "Add it to your phone"),
            """
            \(form.summary(language))
            <p>\(language("用验证器应用扫描：", "Scan this with the app:"))</p>
            \(QRCode.svg(address, label: language("两步验证的二维码", "QR code of the second factor")))
            <p>\(language("不能扫描时，在应用中手工输入：", "If you cannot scan, type this into the app:"))</p>
            <p><code id="secret">\(groups.joined(separator: " "))</code> \
            \(HTML.copyButton(language("复制", "Copy"), text: secret.text))</p>
            \(HTML.form(
                action: Routes.secondFactorCode.path(), id: "first-code", csrf: csrf,
                """
                \(code.code())\
                \(HTML.formActions([HTML.button(language("启用", "Turn it on"), kind: .primary)]))
                """))
            """)
    }

    private func confirmed(_ since: Instant?, _ left: Int, _ codes: [RecoveryCode]) -> HTML {
        let again = HTML.postButton(
            language("重新生成恢复码", "Make new recovery codes"), action: Routes.recoveryCodes.path(), csrf: csrf,
            confirm: language("旧的恢复码全部作废。继续？", "The ones you have become void. Go on?"))
        let remove = HTML.postButton(
            language("停用两步验证", "Turn it off"), action: Routes.noSecondFactor.path(), csrf: csrf, kind: .danger,
            confirm: language("以后登录只需要密码。停用？", "Logging in will take the password alone. Go on?"))
        return """
            \(if: !codes.isEmpty, shownOnce(codes))\(form.summary(language))
            \(HTML.card(
                language("已启用", "In use"),
                """
                \(HTML.facts([
                    Fact(language("启用时间", "Since"), since?.shown ?? ""),
                    Fact(language("剩余恢复码", "Recovery codes left"), "\(left)"),
                ]))
                \(if: left < 4, HTML.callout(
                    .warn, language("恢复码快用完了", "Few recovery codes are left"),
                    .text(language("请重新生成。", "Make new ones."))))
                \(HTML.row([again, remove]))
                """))
            """
    }

    private func shownOnce(_ codes: [RecoveryCode]) -> HTML {
        let text = codes.map(\.text).joined(separator: "\n")
        return HTML.callout(
            .good, language("请立即保存恢复码", "Keep the recovery codes now"),
            """
            <p>\(language(
                "手机丢失时用它登录，每个只能用一次。只在这里显示一次，请打印或抄下，与手机分开保管。",
                "Without your phone each of them lets you in once. They are shown here and never again: print them "
                    + "or write them down, and keep them apart from the phone."))</p>
            <pre id="recovery-codes">\(text)</pre>
            """, actions: [HTML.copyButton(language("复制恢复码", "Copy them"), text: text)])
    }
}

extension EvaluationPortal {
    @Sendable func secondFactorPage(_ call: Call) async throws -> Reply {
        secondFactorReply(call, try await secondFactorView(call))
    }

    /// Answers with the page itself: the secret is shown to nobody who comes later.
    @Sendable func beginSecondFactor(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        var view = try await secondFactorView(call)
        do {
            view.stage = .pending(try await store.write { try accounts.beginSecondFactor(of: person.id, $0) })
        } catch let refusal as Refusal {
            view.form = FormState(Fields(), refusal)
        }
        return secondFactorReply(call, view)
    }

    @Sendable func confirmSecondFactor(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let (code, session) = (try call.form.optional("code") ?? "", call.admission?.sessionID)
        do {
            let codes = try await store.write { records in
                try accounts.confirmSecondFactor(of: person.id, code: code, keeping: session, records)
            }
            return secondFactorReply(call, try await secondFactorView(call, codes))
        } catch let refusal as Refusal {
            var view = try await secondFactorView(call)
            if let secret = try await store.read({ try accounts.pendingSecondFactor(of: person.id, $0) }) {
                view.stage = .pending(secret)
            }
            view.form = FormState(Fields(), refusal)
            return secondFactorReply(call, view)
        }
    }

    @Sendable func makeRecoveryCodes(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        let codes = try await store.write { try accounts.newRecoveryCodes(of: person.id, $0) }
        return secondFactorReply(call, try await secondFactorView(call, codes))
    }

    @Sendable func removeSecondFactor(_ call: Call) async throws -> Reply {
        let (person, accounts) = (try call.demandPerson(), accounts)
        do {
            try await store.write { try accounts.removeSecondFactor(of: person.id, $0) }
            return .redirect(to: Routes.secondFactor.path(query: ["done": "removed"]))
        } catch let refusal as Refusal where refusal.kind == .locked {
            var view = try await secondFactorView(call)
            view.form = FormState(Fields(), refusal)
            return secondFactorReply(call, view)
        }
    }

    private func secondFactorView(_ call: Call, _ codes: [RecoveryCode] = []) async throws -> SecondFactorView {
        let person = try call.demandPerson()
        let (factor, left) = try await store.read {
            (try $0.secondFactor(of: person.id), try $0.recoveryCodes(of: person.id))
        }
        let stage: SecondFactorView.Stage =
            factor?.isConfirmed == true ? .confirmed(since: factor?.confirmedAt, left: left, codes: codes) : .none
        return SecondFactorView(
            language: call.spoken, login: person.login, stage: stage, isDuty: call.admission?.duty == .secondFactor,
            csrf: call.formToken)
    }

    private func secondFactorReply(_ call: Call, _ view: SecondFactorView) -> Reply {
        let title = Phrase(zh: "两步验证", en: "Second factor")
        var content = PageContent(title, AccountFrame(call, Routes.secondFactor).html(call.say(title), view.body))
        content.notices = Done.notices(call, ["removed": Phrase(zh: "两步验证已停用", en: "The second factor is turned off")])
        return page(call, content, status: view.form.status).with(.cacheControl, "no-store")
    }
}
