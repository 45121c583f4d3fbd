import Rulebook

/// The values of a finding as the texts a form holds.
enum FindingValues {
    /// nil where the finding says nothing.
    static func text(of field: FormField, in finding: Finding?) -> String? {
        guard let finding else { return nil }
        if field.path == ["notApplicable"] { return finding.isNotApplicable ? "true" : nil }
        guard let observation = finding.observation else { return nil }
        switch observation {
        case .met(let met): return String(met)
        case .occurred(let occurred): return String(occurred)
        case .count(let seen):
            switch field.path[0] {
            case "count": return String(seen.count)
            case "present": return seen.present.isEmpty ? nil : seen.present.joined(separator: "、")
            default: return String(seen.extra)
            }
        case .parts(let parts): return parts[field.path[0]].map(String.init)
        case .entries(let entries):
            guard field.path.count == 3, let number = Int(field.path[1]), entries.indices.contains(number - 1) else {
                return nil
            }
            let entry = entries[number - 1]
            switch field.path[2] {
            case "name": return entry.name.isEmpty ? nil : entry.name
            case "kind": return entry.kind.isEmpty ? nil : entry.kind
            case "recognised": return String(entry.isRecognised)
            case "responses": return String(entry.responses)
            default: return String(entry.satisfied)
            }
        case .measure(let measured):
            if field.kind == .number { return measured.shown }
            let parts = measured.shown.split(separator: "/").map(String.init)
            return parts.count == 2 ? parts[field.path[0] == "part" ? 0 : 1] : nil
        case .choice(let id): return id
        case .points(let points): return points.shortest
        }
    }
}
