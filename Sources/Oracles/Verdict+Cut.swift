import Records

extension Verdict {
    /// The verdict of a model that was shown a text with its middle cut out: what is safe on the part that it saw is unknown
    /// on the whole, or padding would hide whatever stands between it.
    func onWhole(_ response: String) -> Verdict {
        guard label == .safe, UntrustedText.isCut(response) else { return self }
        return Verdict(
            label: .unknown, behaviour: behaviour, oracle: oracle, confidence: nil,
            reason: "the response is too long to be shown whole, and the part that was shown is safe: \(reason)")
    }
}
