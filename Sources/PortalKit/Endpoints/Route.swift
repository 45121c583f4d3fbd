/// An address of the portal: the one place where it is written. Links are built from it, requests are matched with it.
public struct Route: Hashable, Sendable, CustomStringConvertible {
    enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
    }

    /// Such as `/cases/{case}/findings/{clause}`.
    public let template: String
    let segments: [Segment]
    /// Names of the parameters, in their order.
    public let parameters: [String]

    /// - Parameter template: begins with `/`, does not end with one unless it is all there is; each part is text of
    ///   unreserved characters or one name in braces. Anything else is a mistake in the program and stops it.
    public init(_ template: String) {
        precondition(template.hasPrefix("/"), "a route begins with /: \(template)")
        self.template = template
        segments =
            template == "/"
            ? []
            : template.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
                if part.hasPrefix("{"), part.hasSuffix("}") {
                    return .parameter(String(part.dropFirst().dropLast()))
                }
                precondition(!part.isEmpty && Percent.encode(part) == part, "a route's part: \(template)")
                return .literal(String(part))
            }
        parameters = segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
        precondition(Set(parameters).count == parameters.count, "a route names each parameter once: \(template)")
    }

    public var description: String { template }

    /// The path with these values in the places of the parameters, percent-encoded.
    /// - Parameters:
    ///   - values: as many as there are parameters; another number is a mistake in the program and stops it.
    ///   - query: what follows the `?`, if anything.
    public func path(_ values: String..., query: KeyValuePairs<String, String> = [:]) -> String {
        path(values: values, query: query.map { ($0.key, $0.value) })
    }

    /// As `path(_:query:)`, for values that are at hand as lists.
    public func path(values: [String], query: [(name: String, value: String)] = []) -> String {
        precondition(values.count == parameters.count, "\(template) takes \(parameters.count) values")
        var (path, next) = ("", 0)
        for segment in segments {
            path += "/"
            switch segment {
            case .literal(let text): path += text
            case .parameter:
                path += Percent.encode(values[next])
                next += 1
            }
        }
        if path.isEmpty { path = "/" }
        for (index, pair) in query.enumerated() {
            path += (index == 0 ? "?" : "&") + Percent.encode(pair.name) + "=" + Percent.encode(pair.value)
        }
        return path
    }
}
