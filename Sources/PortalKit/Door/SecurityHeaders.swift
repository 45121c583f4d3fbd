import HTTPTypes

/// What every answer tells browsers to keep from doing.
struct SecurityHeaders: Sendable {
    private let fields: [HTTPField]
    private let page: HTTPField
    private let file: HTTPField

    static let pagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    /// For what people stored here: nothing in it runs or loads anything, and it has no part in our site.
    static let filePolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; object-src 'none'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

    init(isSecure: Bool) {
        var fields = [
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        if isSecure { fields.append(("Strict-Transport-Security", "max-age=63072000; includeSubDomains")) }
        self.fields = fields.map { HTTPField(name: HTTPField.Name($0.0)!, value: $0.1) }
        page = HTTPField(name: .contentSecurityPolicy, value: SecurityHeaders.pagePolicy)
        file = HTTPField(name: .contentSecurityPolicy, value: SecurityHeaders.filePolicy)
    }

    /// - Parameter isFile: it was stored by somebody, and may say anything.
    func add(to headers: inout HTTPFields, isFile: Bool) {
        headers.append(isFile ? file : page)
        for field in fields { headers.append(field) }
    }
}
