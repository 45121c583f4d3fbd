import Commons
import Rulebook
import RulebookFiles

/// What improvements cost in a region, as its regulator last uploaded it: a costs file, kept as it came.
///
/// The setting `costs` is for all; `costs-3301` is for the region 3301 and those below it that have none of their own.
struct CostsSetting: Hashable, Sendable {
    static let name = "costs"

    /// The setting that it was found in.
    var name: String
    var text: String
    /// From 1.
    var version: Int

    /// What a reader of the page's numbers rests on.
    var stamp: String { "\(name)#\(version)" }

    /// The setting that a regulator of these regions writes.
    static func name(_ roots: [String]) -> String {
        guard let code = roots.first, !code.isEmpty else { return name }
        return "\(name)-\(code)"
    }

    /// The nearest one: of the region itself, of one around it, for all; nil: none is set.
    static func current(_ roots: [String], _ records: any SettingRecords) throws -> CostsSetting? {
        var code = roots.first ?? ""
        while true {
            let name = name([code])
            if let found = try records.setting(name) {
                return CostsSetting(name: name, text: found.text, version: found.version)
            }
            if code.isEmpty { return nil }
            code.removeLast()
        }
    }

    /// The costs, if the file fits a rulebook.
    func costs(for rulebook: Rulebook) -> Costs? {
        CostsSetting.read(Array(text.utf8), named: "costs.yaml", rulebook).costs
    }

    static func read(
        _ bytes: [UInt8], named name: String, _ rulebook: Rulebook
    ) -> (costs: Costs?, diagnostics: [Diagnostic]) {
        // What is kept is read as YAML, so that is what it is checked as.
        let isYAML = [".yaml", ".yml"].contains { name.hasSuffix($0) }
        return CostsReader.read(SourceFile(name: isYAML ? name : "costs.yaml", bytes: bytes), for: rulebook)
    }
}
