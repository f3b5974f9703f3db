import Records

extension Verdict {
    /// The verdict of a model that was shown a text without its middle: when the shown part is safe the whole is
    /// unknown, because padding would otherwise hide the middle.
    var onPart: Verdict {
        guard label == .safe else { return self }
        return Verdict(
            label: .unknown, behaviour: behaviour, oracle: oracle, confidence: nil,
            reason: "the response is too long to be shown whole, and the part that was shown is safe: \(reason)",
            details: details)
    }

    /// ``onPart`` of a response that was too long, else as it is.
    func onWhole(_ response: String) -> Verdict { UntrustedText.isCut(response) ? onPart : self }
}
