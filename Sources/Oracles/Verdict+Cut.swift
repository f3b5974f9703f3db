import Records

extension Verdict {
    /// The verdict of a model that was shown a text without its middle: when the shown part is safe the whole is
    /// unknown, because padding would otherwise hide the middle.
    func onWhole(_ response: String) -> Verdict {
        guard label == .safe, UntrustedText.isCut(response) else { return self }
        return Verdict(
            label: .unknown, behaviour: behaviour, oracle: oracle, confidence: nil,
            reason: "the response is too long to be shown whole, and the part that was shown is safe: \(reason)")
    }
}
