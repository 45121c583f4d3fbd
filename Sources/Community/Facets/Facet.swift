/// What the primitives do for things of a kind, beyond keeping them.
public enum Facet: Hashable, Sendable {
    /// Each ties two others together for a time.
    case relation(RelationFacet)
    /// Each says what somebody agreed to.
    case consent(ConsentFacet)
    /// Each takes something up for a time.
    case slot(SlotFacet)
    /// Each goes to many people, who have got, read or answered it.
    case audience(AudienceFacet)
    /// Acts on each move money.
    case money(MoneyFacet)
    /// Each is the file of the place that it is in: there is one at a time, and whoever is tied to the place is shown
    /// with it.
    case placeFile
    /// Each has a number that the program makes.
    case code(CodeFacet)
    /// Each holds for a time.
    case validity(ValidityFacet)
    /// Each is compared with what is on a list.
    case watch(WatchFacet)
    /// Each may be entered by somebody without a log-in.
    case outside(OutsideFacet)
}
