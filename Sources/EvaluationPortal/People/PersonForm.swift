import Commons
import Markup
import PortalKit
import Rulebook

/// The fields of a person, for a new one and for one that is edited.
struct PersonForm {
    var language: PageLanguage
    var form: FormState
    /// The mail address of somebody new; later it is a personal field.
    var hasMail = false

    var fields: HTML {
        let hint = language("3 至 64 个小写字母、数字或 . _ - @", "3 to 64 of a-z, 0-9, . _ - @")
        return """
            \(form.summary(language))\
            \(Input("name", language("姓名", "Name"), error: form.error("name", language), isRequired: true)
                .text(form["name"], maxLength: 100))\
            \(Input(
                "login", language("登录名", "Login"), hint: hint, error: form.error("login", language), isRequired: true
            ).text(form["login"], autocomplete: "off", maxLength: 64))\
            \(if: hasMail, mail)\
            \(Input("language", language("语言", "Language"), isRequired: true).radios(
                [Choice("zh", "中文"), Choice("en", "English")], value: form["language"], isInline: true))
            """
    }

    private var mail: HTML {
        Input(
            "mail", language("邮箱", "Mail"),
            hint: language("可不填；填写即表示本人已同意接收邮件通知", "May be left out; by noting it you say that they agreed to mail"),
            error: form.error("mail", language)
        ).text(form["mail"], kind: .email, maxLength: 254)
    }

    /// What was typed; a field that is not there stays what it was.
    static func read(_ form: Fields, or person: Person? = nil) throws -> PersonDraft {
        let language = try form.filled("language") ?? person?.language ?? "zh"
        return PersonDraft(
            name: try form.optional("name") ?? person?.name ?? "",
            login: try form.optional("login") ?? person?.login ?? "",
            mail: person == nil ? try form.filled("mail") ?? "" : "",
            language: Language(rawValue: language) ?? .zh)
    }

    static func state(_ person: Person) -> FormState {
        FormState([
            "name": person.name, "login": person.login, "language": person.language,
        ])
    }
}

/// The link by which somebody chooses a password, shown to the administrator this once.
struct OneTimeLink {
    var language: PageLanguage
    var person: String
    var url: String

    var html: HTML {
        let hours = Int(Accounts.linkTerm / 3600)
        return HTML.callout(
            .good, language("请把这个链接交给\(person)本人", "Give this link to \(person), and to nobody else"),
            """
            <p>\(language(
                "用它可以设置一次密码，\(hours) 小时内有效。它只在这里显示一次；发出新链接后旧的作废。",
                "It lets them choose a password once, within \(hours) hours. It is shown here and never again."))</p>
            <p><code>\(url)</code></p>
            """, actions: [HTML.copyButton(language("复制链接", "Copy it"), text: url)])
    }
}
