/// The codes and phrases by which providers say what kind of fault they have. Phrases are lower-case.
enum FaultWords {
    /// Codes of a content filter, in lower case.
    static let filterCodes: Set<String> = [
        "content_filter", "content_policy_violation", "responsibleaipolicyviolation", "moderation_blocked",
        "data_inspection_failed", "datainspectionfailed", "guardrail_intervened", "contentpolicyviolationerror",
        "hooks_failed", "invalid_prompt_safety", "content_blocked", "bio_policy", "cyber_policy",
    ]
    /// What stands within such codes of servers that say, too, what they looked at: `InputTextSensitiveContentDetected`.
    private static let filterCodeParts = ["sensitivecontent", "riskdetection"]
    /// Phrases of a content filter.
    static let filter = [
        "content management policy", "content policy", "usage policies", "usage policy", "safety system",
        "content filter", "usage guidelines", "content guidelines", "safety check", "content safety", "safety_check",
        "moderation", "flagged", "guardrail", "inappropriate content", "prohibited content", "content exists risk",
        "considered high risk", "unsafe content", "sensitive content", "harmful content", "prompt blocked",
        "response blocked", "blocked due to", "policy violation", "violates our policy", "violates our policies",
        "responsibleaipolicyviolation", "contentpolicyviolation", "response was filtered", "prompt was filtered",
        "sensitive words", "nsfw", "responsible ai", "prompt injection", "jailbreak detected", "jailbreak attempt",
        "敏感内容", "sensitive information", "content audit", "response was blocked", "output was blocked",
        "prompt was blocked", "input was blocked",
    ]
    /// Codes of a fault that passes, as a rate's limit does, in lower case.
    static let passingCodes: Set<String> = [
        "throttlingexception", "toomanyrequestsexception", "too_many_requests", "rate_limit_exceeded",
        "rate_limit_error",
        "ratelimitexceeded", "userratelimitexceeded", "resource_exhausted", "serviceunavailableexception",
        "modeltimeoutexception", "modelnotreadyexception",
    ]
    /// Phrases of a server whose model is on its way back, and of a rate's limit.
    static let passing = [
        "model has crashed", "model reloaded", "model unloaded", "model is unloaded", "rate limit exceeded",
        "rate limit reached",
    ]
    /// Phrases of a server that has nothing at the address, whatever status it gives.
    static let nothingThere = ["unexpected endpoint or method"]
    /// Endings of a reply that broke off, which is none.
    static let brokenEndings = ["error", "abort", "insufficient_system_resource", "network_error"]
    /// Codes of a key that is refused.
    static let keyCodes: Set<String> = [
        "api_key_invalid", "invalid_api_key", "authentication_error", "invalid_authentication",
    ]
    /// Phrases about a key that is refused.
    static let key = [
        "api key not valid", "invalid api key", "incorrect api key", "no api key", "api key expired", "missing api key",
        "invalid x-api-key",
    ]
    /// Codes of an account without funds, in lower case.
    static let fundsCodes: Set<String> = [
        "insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted", "billing_error",
        "enforced_spend_limit_reached", "organization_usage_limit_exceeded", "billing_not_active", "arrearage",
        "insufficient_balance", "insufficient_credits", "payment_required", "quota_exhausted",
        "budget_exceeded", "allocationquota.freetieronly",
    ]
    /// Phrases about an account without funds.
    static let funds = [
        "credit balance", "insufficient balance", "insufficient credit", "insufficient fund", "insufficient quota",
        "out of credits", "no credits", "not enough credits", "credits are depleted", "used all available credits",
        "exceeded your current quota", "check your plan and billing", "billing hard limit", "billing details",
        "billing is not", "check your billing", "spending limit", "spend limit", "api usage limits", "monthly limit",
        "monthly quota", "free-models-per-day", "payment required", "can only afford", "account balance",
        "budget has been exceeded", "exceeded budget", "exceededbudget", "exceededtokenbudget", "crossed budget",
        "in arrears", "have any credits", "key limit exceeded", "calls / month",
        "free tier of the model has been exhausted",
    ]
    /// Phrases of a chat template that can't take the conversation.
    static let template = [
        "jinja", "chat template", "chat_template", "must alternate", "rendering prompt", "applying template",
        "template error",
    ]
    /// Phrases of a template that can't take the conversation, or of a server that can't take a field: some give these
    /// faults of the request the status of a fault of their own.
    static let request =
        template + [
            "system role not supported", "validation error", "unsupported parameter", "unknown parameter",
            "extra inputs", "unrecognized", "grammar", "required for format", "is not supported",
        ]

    /// Whether a reply ended by the provider's filter, which some servers name in their own way or with its cause.
    static func isFilter(ending: String?) -> Bool {
        guard let ending = ending?.lowercased() else { return false }
        return ending.hasPrefix("content_filter") || filterEndings.contains(ending)
    }

    /// Whether a code of a fault is that of a content filter.
    static func isFilterCode(_ code: String) -> Bool {
        let code = code.lowercased()
        return filterCodes.contains(code) || filterCodeParts.contains { code.contains($0) }
    }

    /// Whether a reply ended because there was no room for more.
    static func isCut(ending: String?) -> Bool {
        ending.map { cutEndings.contains($0.lowercased()) } ?? false
    }

    /// Endings for want of room, in lower case: OpenAI's, and those that gateways pass on from the model behind them.
    private static let cutEndings: Set<String> = [
        "length", "max_tokens", "max_length", "max_output", "max_output_tokens", "model_length", "token_limit",
        "model_context_window_exceeded",
    ]

    /// Endings beside OpenAI's own, in lower case: Gemini's, Anthropic's, and those of guardrails.
    private static let filterEndings: Set<String> = [
        "content-filter", "sensitive", "safety", "prohibited_content", "blocklist", "spii", "recitation",
        "image_safety", "image_prohibited_content", "image_recitation", "model_armor", "guardrail_intervened",
        "refusal", "error_toxic", "jailbreak", "image_other", "no_image",
    ]

    /// Whether a text contains one of the phrases, case aside.
    static func contains(_ phrases: [String], in text: String) -> Bool {
        // Providers may repeat a prompt of any length; what they say of it themselves comes first.
        let text = text.prefix(2000).lowercased()
        return phrases.contains { text.contains($0) }
    }
}
