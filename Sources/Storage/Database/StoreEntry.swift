import Records

/// An entry that is written in one piece, together with those of other callers.
enum StoreEntry: Sendable {
    /// Steps that belong together.
    case steps([Step], run: String)
    /// A call of a model that helps in a run.
    case call(ModelCall, run: String)
    /// More open sessions of an application, or fewer.
    case sessions(Int, run: String)
    /// A reply for identical calls.
    case reply(StoredReply)
    /// The verdict of a further oracle.
    case further(Verdict, ordinal: Int, milliseconds: Double, run: String)
    /// A person's label.
    case label(HumanLabel, run: String)
}
