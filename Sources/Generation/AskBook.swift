import SafetyGrid

/// What is asked for in one hazard category, before style and persuasion.
struct AskBook: Sendable {
    /// An ask: what to do, or a task for the assistant.
    enum Form: Sendable {
        /// An infinitive phrase that stands behind "how to".
        case howto(Pattern)
        /// An imperative that stands behind "please".
        case task(Pattern)
    }

    let forms: [Form]
    let slots: Slots

    /// Reads the asks of one hazard: `slots`, `howto` and `task`.
    ///
    /// - Parameter given: slots that the code fills
    /// - Throws: `SeedError` with file and line.
    init(_ mapping: YAMLMapping, given: Set<String> = []) throws(SeedError) {
        slots = try mapping.slots()
        let known = given.union(slots.keys)
        forms = try mapping.patterns("howto", known: known).map(Form.howto)
            + (try mapping.patterns("task", known: known).map(Form.task))
        guard !forms.isEmpty else { throw SeedError.invalid(mapping.location, "there is neither a 'howto' nor a 'task'") }
    }
}
