extension Accounts {
    /// Where a person is logged in, last seen last first.
    public func sessions(of person: String, _ records: any AccountRecords) throws -> [Session] {
        let now = surroundings.now()
        return try records.sessions(of: person).filter { !terms.isOver($0, at: now) }
    }

    /// Logs out.
    public func logOut(_ session: Session, _ records: any AccountRecords) throws {
        // Whoever is logged out already gets what they want.
        _ = try records.endSession(session.id, of: session.person)
    }

    /// Ends one session of a person, from wherever they are.
    public func endSession(_ id: String, of person: String, _ records: any AccountRecords) throws {
        guard try records.endSession(id, of: person) else {
            throw Refusal(.missing, zh: "没有这个登录", en: "there is no such session")
        }
    }

    /// Ends all sessions of a person but for one; gives how many.
    @discardableResult
    public func endSessions(of person: String, except kept: String? = nil, _ records: any AccountRecords) throws -> Int
    {
        try records.endSessions(of: person, except: kept)
    }
}
