public import Commons

extension Kind {
    /// Each of them ties two others together.
    public var relation: RelationFacet? {
        for case .relation(let facet) in facets { return facet }
        return nil
    }

    /// What they hold of somebody rests on a consent.
    public var consent: ConsentFacet? {
        for case .consent(let facet) in facets { return facet }
        return nil
    }

    /// Each is the file of its place.
    public var isPlaceFile: Bool { facets.contains(.placeFile) }

    /// Each has a number that the program makes.
    public var code: CodeFacet? {
        for case .code(let facet) in facets { return facet }
        return nil
    }

    /// Each holds for a time.
    public var validity: ValidityFacet? {
        for case .validity(let facet) in facets { return facet }
        return nil
    }

    /// Each is compared with what is on a list.
    public var watch: WatchFacet? {
        for case .watch(let facet) in facets { return facet }
        return nil
    }

    /// They may be entered by somebody without a log-in.
    public var outside: OutsideFacet? {
        for case .outside(let facet) in facets { return facet }
        return nil
    }

    /// Fields that are filled in when a thing is entered, and that only acts change from there on.
    public var fixed: Set<String> {
        var fields = Set(acts.flatMap(\.writes))
        if let consent { fields.insert(consent.purposes) }
        // A relation is ended and never changed.
        if relation != nil { fields.formUnion(form.fields.map(\.id)) }
        return fields
    }

    /// What one may change in a form without an act.
    public func changeable(_ form: Form) -> Form {
        let fixed = fixed
        return Form(form.fields.filter { !fixed.contains($0.id) })
    }

    /// Whose a thing with these fields is, as its journal says it; nil: it stays whose it was.
    func owner(_ values: [String: FormValue], before: [String: FormValue]? = nil) -> String? {
        guard let owner, before == nil || before?[owner] != values[owner] else { return nil }
        return values[owner]?.text ?? ""
    }
}

extension Kind {
    /// What is held of devices has to be read anew when one of these changes.
    var tellsOfDevices: Bool { id == Estate.device.id || id == Estate.service.id }
}
