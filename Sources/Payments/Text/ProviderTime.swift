import Commons

/// Moments as providers write them: Beijing time, to the second; what is finer is cut.
enum ProviderTime {
    /// `2026-03-01T09:30:05+08:00` (RFC 3339).
    static func rfc3339(_ moment: Instant) -> String { moment.iso.prefix(19) + "+08:00" }

    /// `2026-03-01 09:30:05`.
    static func plain(_ moment: Instant) -> String { String(moment.iso.prefix(19)).replacing("T", with: " ") }

    /// Seconds since 1970.
    static func seconds(_ moment: Instant) -> Int64 { moment.milliseconds / 1000 }
}
