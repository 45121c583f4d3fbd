import Commons
public import Community
import Rulebook

/// Doors and who comes through them, cameras, intrusion, calls for help, patrols, inspections, plans for emergencies
/// (6.2.3, 7.2.4.4, 8.2.5.a, 9.2.2).
public enum Security {
    public static let domain = CommunityDomain(
        "security", zh: "治安防范", en: "Security",
        kinds: [credential, visit, watched] + patrol + [inspectionPlan, inspection, emergencyPlan, exercise],
        models: models, events: events, rules: patrolRules + rules + visitRules + inspectionRules, metrics: metrics,
        starts: starts)
}
