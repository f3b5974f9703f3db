/// What a target keeps open for the length of one conversation; whoever leads the conversation makes it, and ends it.
package actor TargetSessions {
    /// Something that a target opened for the conversation.
    package protocol Part: Sendable {
        /// Closes it. A fault of the closing costs the conversation nothing.
        func close() async
    }

    private var parts: [String: any Part] = [:]

    package init() {}

    /// Takes out what a target keeps open, so that nobody else uses it meanwhile; nil for nothing.
    func take(_ target: String) -> (any Part)? { parts.removeValue(forKey: target) }

    /// Keeps what a target has open.
    func keep(_ part: any Part, of target: String) { parts[target] = part }

    /// Closes everything.
    package func end() async {
        let open = parts
        parts = [:]
        for (_, part) in open.sorted(by: { $0.key < $1.key }) { await part.close() }
    }
}
