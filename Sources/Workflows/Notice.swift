/// What a use case tells people while it works.
package enum Notice: Sendable, Equatable {
    /// How the work comes along; nobody misses it who wants errors alone.
    case progress(String)
    /// What people should know in any case.
    case warning(String)
}

/// Takes the notices of a use case.
package typealias NoticeSink = @Sendable (Notice) -> Void
