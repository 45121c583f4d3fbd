public import Rulebook

/// Reads one assessment from YAML or JSON.
public struct AssessmentReader {
    /// Gives the rulebook for the id an assessment names; nil: there is none.
    public typealias Rulebooks = (_ id: String) -> Rulebook?

    /// The assessment with its rulebook, if nothing is wrong with it, and what was found.
    /// `known` lists ids that `rulebooks` knows, for suggestions.
    public static func read(
        _ file: SourceFile, rulebooks: Rulebooks, known: [String]
    ) -> (result: (assessment: Assessment, rulebook: Rulebook)?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(file: file.name)
        guard let root = file.document(diagnostics) else { return (nil, diagnostics.all) }
        let result = read(root, rulebooks: rulebooks, known: known, diagnostics)
        return (diagnostics.hasErrors ? nil : result, diagnostics.all)
    }

    static func read(
        _ root: Node, rulebooks: Rulebooks, known: [String], _ diagnostics: Diagnostics
    ) -> (assessment: Assessment, rulebook: Rulebook)? {
        let what = Phrase(zh: "评价文件", en: "the assessment")
        guard var fields = Fields(root, diagnostics, what: what) else { return nil }
        let rulebookNode = fields.required("rulebook")
        let id = rulebookNode?.text(diagnostics)
        let communityNode = fields.optional("community")
        let appliedOn = fields.optional("appliedOn")?.day(diagnostics)
        let applicant = fields.optional("applicant")?.text(diagnostics)
        let body = fields.optional("evaluationBody")?.text(diagnostics)
        let findingsNode = fields.optional("findings")
        fields.finish(what)
        guard let rulebookNode, let id else { return nil }
        guard let rulebook = rulebooks(id) else {
            let hint = Nearest.to(id, among: known)
            let choices = known.joined(separator: ", ")
            diagnostics.error(
                rulebookNode.mark, zh: "没有规则库“\(id)”\(hint.map { "，是否指“\($0)”？" } ?? "；可用：\(choices)")",
                en: "no rulebook '\(id)'\(hint.map { "; did you mean '\($0)'?" } ?? "; known: \(choices)")")
            return nil
        }
        var assessment = Assessment(
            rulebook: id, community: communityNode.map { community($0, rulebook, diagnostics) } ?? Community(name: ""),
            appliedOn: appliedOn)
        assessment.applicant = applicant ?? ""
        assessment.evaluationBody = body ?? ""
        if let findingsNode {
            assessment.findings = FindingParser(rulebook: rulebook, diagnostics: diagnostics).findings(findingsNode)
        }
        return (assessment, rulebook)
    }

    private static func community(_ node: Node, _ rulebook: Rulebook, _ diagnostics: Diagnostics) -> Community {
        let what = Phrase(zh: "community ", en: "community")
        guard var fields = Fields(node, diagnostics, what: what) else { return Community(name: "") }
        var community = Community(name: fields.optional("name")?.text(diagnostics) ?? "")
        community.address = fields.optional("address")?.text(diagnostics) ?? ""
        if let node = fields.optional("kind"), let kind = node.text(diagnostics) {
            let kinds = rulebook.communityKinds
            community.kind = kind
            if !kinds.contains(kind) {
                node.wrong(
                    diagnostics, zh: "kind 应是 \(kinds.joined(separator: " 或 "))",
                    en: "kind must be \(kinds.joined(separator: " or "))")
            }
        }
        community.acceptedOn = fields.optional("acceptedOn")?.day(diagnostics)
        community.operatingSince = fields.optional("operatingSince")?.day(diagnostics)
        fields.finish(what)
        return community
    }
}

extension Rulebook {
    /// Kinds of community that an assessment may name: urban, rural and what the conditions name.
    var communityKinds: [String] {
        var kinds = ["urban", "rural"]
        for condition in conditions {
            if case .communityKind(let allowed) = condition.test { kinds += allowed.filter { !kinds.contains($0) } }
        }
        return kinds
    }
}
