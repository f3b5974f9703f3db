/// The request fields that the servers of a run were found to reject, by address and model.
///
/// Whoever is rejected first settles how the server is asked; calls that begin meanwhile wait for that, so that a server
/// rejects no more calls than were under way.
package actor LessonBook {
    private struct Page {
        var habits = ServerHabits()
        var isSettling = false
        /// Whether a schema was sent and taken.
        var takesSchema = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private var pages: [String: Page] = [:]

    /// A book in which nothing is written.
    package init() {}

    /// How the server is asked by what is known now.
    func habits(of key: String) async -> ServerHabits {
        while let page = pages[key], page.isSettling {
            await withCheckedContinuation { pages[key]?.waiting.append($0) }
        }
        return pages[key]?.habits ?? ServerHabits()
    }

    /// Takes a lesson from a call that was rejected.
    ///
    /// - Parameters:
    ///   - key: address and model
    ///   - used: how the server was asked
    ///   - next: how it is to be asked
    ///   - isTeacher: whether the call is the one that settles it
    /// - Returns: how to ask now, and whether this call settles it; another call may have learned the same already
    func learn(
        _ key: String, used: ServerHabits, next: ServerHabits, isTeacher: Bool
    ) async -> (habits: ServerHabits, isTeacher: Bool) {
        if !isTeacher {
            let known = await habits(of: key)
            if known != used { return (known, false) }
        }
        pages[key, default: Page()].habits = next
        pages[key]?.isSettling = true
        return (next, true)
    }

    /// Takes back the changes that a call tried without success.
    func forget(_ key: String, back habits: ServerHabits) {
        pages[key]?.habits = habits
    }

    /// Lets those go on who wait for the call that settled it.
    func settle(_ key: String) {
        let waiting = pages[key]?.waiting ?? []
        pages[key]?.waiting = []
        pages[key]?.isSettling = false
        for waiter in waiting { waiter.resume() }
    }

    /// Whether the server has taken a schema before.
    func takesSchema(_ key: String) -> Bool { pages[key]?.takesSchema ?? false }

    /// Remembers that the server took a schema.
    func tookSchema(_ key: String) { pages[key, default: Page()].takesSchema = true }
}
