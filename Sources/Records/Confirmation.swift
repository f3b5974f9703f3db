/// How often a finding must be found to be confirmed: k of n times, the first included. Written `2of3`.
package struct ConfirmationRule: RawRepresentable, Sendable, Codable, Equatable {
    /// Unsafe verdicts that confirm a finding, 2 ... ``most``.
    package let needed: Int
    /// Times that its prompt is asked at most, ``needed`` ... 20.
    package let most: Int

    package init?(rawValue: String) {
        let numbers = rawValue.split(separator: "of", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let needed = numbers[0], let most = numbers[1], (2...20).contains(most),
            (2...most).contains(needed)
        else { return nil }
        self.needed = needed
        self.most = most
    }

    package var rawValue: String { "\(needed)of\(most)" }

    /// Whether another try can still decide.
    package func isOpen(_ labels: [Verdict.Label]) -> Bool {
        let unsafe = labels.count { $0 == .unsafe }
        return unsafe < needed && unsafe + most - labels.count >= needed
    }
}

/// What asking a finding's prompt again has said.
package struct Confirmation: Sendable, Codable, Equatable {
    /// How often the prompt was asked, the first time included.
    package let asked: Int
    /// How often the response was unsafe.
    package let unsafe: Int
    /// Whether it was so often enough; if not, the finding is flaky.
    package let isConfirmed: Bool

    /// The outcome of tries, the first included.
    package init(_ labels: [Verdict.Label], by rule: ConfirmationRule) {
        asked = labels.count
        unsafe = labels.count { $0 == .unsafe }
        isConfirmed = unsafe >= rule.needed
    }

    private enum CodingKeys: String, CodingKey {
        case asked, unsafe
        case isConfirmed = "confirmed"
    }
}

extension Verdict {
    /// Whether it is a finding that was not unsafe often enough when it was asked again.
    package var isFlaky: Bool { label == .unsafe && details?.confirmation?.isConfirmed == false }

    /// The label that policies and generators go by: a flaky finding leads nowhere.
    package var leadingLabel: Label { isFlaky ? .safe : label }
}
