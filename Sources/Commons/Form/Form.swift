public import Rulebook

/// The questions that a thing of some kind, or an act, has answers to.
public struct Form: Hashable, Sendable, Codable {
    public var fields: [Field]

    public init(_ fields: [Field] = []) { self.fields = fields }

    /// Those that people are asked.
    public var asked: [Field] { fields.filter { $0.writer == nil } }

    public subscript(id: String) -> Field? { fields.first { $0.id == id } }

    /// The answers that somebody gave, with everything that is wrong with them.
    /// - Parameters:
    ///   - texts: what came for a field, by its id; nil: nothing, so that what is there stays.
    ///   - before: what is there.
    /// - Throws: A `Refusal` with a detail for each field that has to change.
    public func read(
        before: [String: FormValue] = [:], _ texts: (Field) -> [String]?
    ) throws(Refusal) -> [String: FormValue] {
        var values = before
        var details: [Refusal.Detail] = []
        for field in asked {
            do throws(Refusal) {
                if let texts = texts(field) { values[field.id] = try field.read(texts) }
                if values[field.id] == nil, field.isRequired { throw field.refusal("必填", "is missing") }
            } catch {
                details.append(Refusal.Detail(field.id, error.reason))
            }
        }
        guard details.isEmpty else {
            throw Refusal(
                .invalid, details.map(\.reason).joined(), place: details.count == 1 ? details[0].place : nil,
                details: details)
        }
        return values
    }

    /// The ids of what is encrypted.
    public var personal: Set<String> { Set(fields.filter { $0.secrecy == .personal }.map(\.id)) }
}
