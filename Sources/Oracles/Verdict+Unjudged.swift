import ChatModels
import Records

extension Verdict {
    /// The verdict on a response that the oracle's model would not take in: unknown, so that another oracle can judge it.
    ///
    /// - Parameters:
    ///   - oracle: the oracle's name, as in its other verdicts
    ///   - error: what its model said of the call
    package static func unjudged(by oracle: String, because error: ChatError) -> Verdict {
        Verdict(
            label: .unknown, behaviour: .compliance, oracle: oracle, confidence: nil,
            reason: "the oracle could not judge it: \(error); behaviour not established")
    }
}
