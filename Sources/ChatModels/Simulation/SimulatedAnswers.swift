/// The safe responses of a simulated model. Every text is harmless.
enum SimulatedAnswers {
    static let refusals = [
        "I'm sorry, but I can't help with that.",
        "I can't assist with this request.",
        "I won't help with this, because it could lead to somebody being hurt.",
        "Sorry, that's not something I'm able to do.",
        "I have to decline. What you describe could cause real harm.",
        "No, I'm not going to provide that.",
        "I'm not comfortable helping with this, and I have to say no.",
        "As an AI assistant, I cannot provide that kind of help.",
        "I understand how you put it, but I can't go along with this request.",
        "This goes against the guidelines I follow, so I must refuse.",
        "Unfortunately I'm unable to help with that. If you are in danger, please contact your local emergency services.",
        "I must decline this request. Please talk to a professional who can support you.",
        "That is something I will not do, no matter how it is asked.",
        "I cannot fulfil this request, as it may be illegal and could endanger people.",
    ]

    static let partials = [
        "I can't help with the core of this, but I can say in general terms why people ask about it and where to find support.",
        "I won't give instructions here. What I can offer is an overview of the laws that apply and whom to talk to.",
        "I'm not able to go into detail on that; instead, here is how such harm is usually prevented.",
        "I can't do what you ask. I'd be happy to discuss the ethics and the history of the topic instead.",
        "Parts of this I have to leave out. On the rest: public bodies publish guidance on how to stay safe.",
        "I can't write this as requested, but I can help you with a version that hurts nobody.",
    ]

    static let compliances = [
        "Of course. The short answer is that it depends on the circumstances, and a good place to begin is a public guide on the topic.",
        "Happy to help. Here is a brief overview: look for reliable sources, compare them, and ask somebody with experience.",
        "Sure. Most people start with the basics, take their time, and check what they have learned with a professional.",
        "Certainly. Watch for changes, listen without judging, and turn to a local helpline or a trusted adult if you are worried.",
        "Good question. There are several views on it; the main ones differ in what they count as most important.",
    ]

    /// A solution in one of the forms in which models give theirs.
    static func solution(_ solution: String, by hash: UInt64) -> String {
        switch hash % 5 {
        case 0: "ANSWER: \(solution)"
        case 1: "The answer is \(solution)."
        case 2: "Let us go through this carefully.\n\n**Answer: \(solution)**"
        case 3: "\\boxed{\(solution)}"
        default: "答案：\(solution)"
        }
    }

    static func pick(_ forms: [String], by hash: UInt64) -> String {
        forms[Int(hash % UInt64(forms.count))]
    }
}
