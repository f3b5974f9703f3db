import Images
import Records

/// A step that was done for a test.
package enum Step: Sendable {
    /// A prompt was made.
    case generated(TestCase, milliseconds: Double)
    /// The target replied within a conversation.
    case replied(ordinal: Int, TurnReply, at: ReplyPlace)
    /// An agent from outside called tools when no reply of its was waited for; added to what is known already.
    case calledLate(ordinal: Int, calls: Int)
    /// The target responded; of a conversation, when it is over.
    case executed(ordinal: Int, Response, milliseconds: Double)
    /// A finding was asked again, or is about to be: the first try is the test itself.
    case repeated(Retest)
    /// The oracle labelled.
    case judged(ordinal: Int, Verdict, milliseconds: Double)
    /// A step could not be done.
    case failed(ordinal: Int, TestFailure)

    /// The images to which the store refers when it has the step.
    package var images: [ImageReference] {
        switch self {
        case .replied(_, let reply, _): reply.response.images
        case .executed(_, let response, _): response.images + [response.drawnPrompt].compactMap(\.self)
        case .generated, .calledLate, .repeated, .judged, .failed: []
        }
    }
}
