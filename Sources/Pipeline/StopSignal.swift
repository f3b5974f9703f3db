/// Asks a run to stop: what is in flight is finished, nothing new is begun, and the run can be resumed.
package actor StopSignal {
    /// Whether to begin nothing new.
    package private(set) var isRaised = false
    /// The fault that raised it; nil when a person did.
    package private(set) var fault: (any Error)?

    /// Not raised.
    package init() {}

    /// Raises the signal: the user wants to stop.
    package func raise() {
        isRaised = true
    }

    /// Raises the signal because the run can't go on; the first fault counts.
    func raise(for fault: any Error) {
        if self.fault == nil { self.fault = fault }
        isRaised = true
    }
}
