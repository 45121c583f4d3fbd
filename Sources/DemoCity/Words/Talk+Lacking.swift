extension Talk {
    /// Which requirements fail where the fault of a clause is what it says.
    static let lacking: [String: Set<String>] = [
        "6.2.2.a": ["working"], "6.2.2.b": ["compliant"], "6.2.2.c.1": ["working"], "6.2.3.a.2": ["room-access"],
        "6.2.3.a.3": ["offline"], "6.2.3.b.2": ["storage"], "6.2.3.b.3": ["key-places"], "6.2.3.c.3": ["central"],
        "6.2.3.e.1": ["no-gap"], "7.2.2.a": ["third-party", "functions"], "7.2.2.c": ["linkage"],
        "7.2.3.a": ["support"], "7.2.3.b.2": ["linkage"], "7.2.4.2.a": ["live"], "7.2.4.2.b": ["services"],
        "7.2.4.3": ["manage"], "7.2.4.4": ["falling-objects", "fire-lane"], "7.2.4.6.d": ["cooperation"],
        "7.2.5.b": ["forms"], "8.2.4.a": ["pay"], "8.2.5.c": ["meters"], "8.2.6.b": ["points"], "8.2.6.d": ["sign-up"],
        "8.2.6.e": ["volunteering"], "8.2.7.a": ["operating"], "8.2.7.c": ["updates"], "8.2.8.d": ["cooperation"],
        "8.2.9.a": ["reviews"], "8.2.10.b": ["three-platforms", "courier"], "8.2.10.d": ["models"],
        "8.2.11.b": ["fusion"], "9.2.2.a": ["retention"], "9.2.2.b": ["mechanism"], "9.2.2.c": ["efficiency"],
        "9.2.2.d": ["terror-plan"], "9.2.3.a": ["files"], "9.2.4.a": ["file"], "9.2.4.d": ["parking"],
        "9.2.5.a": ["deed"], "9.2.5.c": ["dwelling"], "9.2.6.a": ["effect"], "9.2.6.b": ["manual"],
        "9.2.6.c": ["measure"], "9.2.7.c": ["feedback"], "10.3.a": ["metering"], "10.3.b": ["warn", "project"],
        "10.4.a": ["working"], "10.5.a": ["control"], "10.5.b": ["efficiency"], "10.6.a": ["hazardous"],
        "10.6.b": ["push"],
    ]
}
