import Markup
import PortalKit

/// Where the number of a certificate is typed in.
struct VerifyForm {
    var language: PageLanguage
    var number: String

    var html: HTML {
        HTML.search(
            action: Routes.verify.path(), name: "number", value: number,
            label: language("证书编号", "Certificate number"), placeholder: "ZHSQ-2026-000001",
            button: language("核验", "Verify"))
    }
}

extension EvaluationPortal {
    /// To the page of the number: it says as well that there is none.
    @Sendable func verify(_ call: Call) async throws -> Reply {
        guard let number = try call.query.filled("number") else { return .redirect(to: Routes.registry.path()) }
        return .redirect(to: Routes.certificate.path(String(number.uppercased().prefix(64))))
    }
}
