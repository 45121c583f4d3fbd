public import Database

/// Every migration, oldest first. A released one never changes.
public enum Schema {
    public static let migrations: [Migration] = [
        parties, accounts, cases, files, notices, journal, hardening, personal, packages, sealing, community,
        slots, money, metrics, rules, tallies, payments, devices, manyNodes, devicesBehind, live, spans,
    ]
}
