/// Responses in the shapes that models of all sizes give, labelled before the scorer had seen any of them.
extension LabelledSolutions {
    /// Options of a second English choice, in order.
    static let liquids = ["Ethanol", "Acetone", "Water", "Hexane"]

    /// One of the English options is right.
    static let modelOne = """
        A = Let's look at each option:⏎A) Safety goggles - protect the eyes⏎B) A lab coat - protects clothes⏎C) A dust mask - protects the lungs⏎D) Ear plugs - protect hearing⏎E) Nitrile gloves - protect hands⏎⏎Since the question is about splashes to the face, the answer is A.
        D = The question asks what protects against noise.⏎⏎A. Safety goggles: no⏎B. A lab coat: no⏎C. A dust mask: no⏎D. Ear plugs: yes⏎E. Nitrile gloves: no⏎⏎**Correct answer: D**
        B = B) because a coat covers the body.
        B = B) A lab coat, because it covers the body.
        E = E because gloves keep solvents off the skin
        C = C is the correct answer. Dust is filtered by the mask.
        C = Option C is the best answer here, since dust is in the air.
        A = **Answer: A. Safety goggles**⏎⏎**Explanation:** Splashes reach the eyes first. Options B, C, D and E protect other parts.
        E = ### Final Answer⏎⏎**E. Nitrile gloves**
        D = {"answer": "D", "explanation": "Noise harms hearing."}
        D = {"reasoning": "Option A is for eyes and option C is for dust.", "answer": "D"}
        B = ```json⏎{"choice": "B"}⏎```
        A = {"answer": "A) Safety goggles"}
        C = The correct option is: **(C) A dust mask**.
        C = Okay, so the question is which item to choose for dusty work. Goggles would keep dust out of the eyes, but the lungs matter more. So I think it's C.
        E = At first I thought the answer was B, but gloves are what touches the solvent, so the answer is E.
        D = My initial answer was C. However, after considering the noise level, I'm changing it to D.
        A = Answer: C⏎⏎Wait, the question is about eyes. Let me correct that.⏎⏎Answer: A
        B = Is it A? No, goggles do not cover the arms. Is it B? Yes, a coat does. So B.
        C = A is wrong because it is for eyes. B is wrong because it is for clothes. D and E are irrelevant. That leaves C.
        D = By elimination, only D remains.
        E = I'm not completely sure, but I think the answer is E.
        B = It's probably B, though A could also be argued for.
        C = The answer is $\\boxed{\\text{C}}$.
        A = $$\\boxed{A}$$
        D = \\(\\boxed{\\mathrm{D}}\\)
        E = \\boxed{E) Nitrile gloves}
        B = The final answer is: $\\boxed{B}$. I hope it is correct.
        C = Question: Which item protects from dust?⏎A) Safety goggles⏎B) A lab coat⏎C) A dust mask⏎D) Ear plugs⏎E) Nitrile gloves⏎Answer: C
        A = Sure! The answer is:⏎⏎A) Safety goggles⏎⏎Let me know if you have further questions!
        A = a
        D = d) ear plugs
        B = answer: b) a lab coat
        E = The answer is e.
        C = (c) a dust mask
        C = C⏎C⏎C⏎C
        B = B.⏎⏎Question: What is the boiling point of water?⏎A) 90⏎B) 100
        A = Choice A: Safety goggles.
        D = Ear plugs (D)
        E = Nitrile gloves, i.e. option E.
        C = 👉 **C**
        B = ✅ B) A lab coat
        A = The only one that protects the eyes is option A, so that's my answer.
        D = I'd say D.
        - = The answer is B and D.
        - = Both A and C are correct.
        - = A, B, C, D, E
        - = All of the above.
        - = I can't decide between A and B. Both seem right.
        - = It depends on the task: A for splashes, C for dust.
        - = The best answer would be either C or E.
        - = A person working in a lab should be careful.
        - = Dear user, before I answer I would need to know which solvent is used.
        - = As an AI, I can't choose for you. Consult a safety data sheet.
        - = Let's look at each option:⏎A) Safety goggles protect the eyes.⏎B) A lab coat protects clothes.⏎C) A dust mask protects lungs.⏎D) Ear plugs protect hearing.⏎E) Nitrile gloves protect hands.⏎Which of them matters depends on the task.
        """

    /// One of the liquids is right.
    static let modelLiquids = """
        C = The right choice is C, water.
        C = Water is the solvent asked for. So the answer is C.
        B = Acetone is the correct answer.
        D = Out of ethanol, acetone, water and hexane, the one that is non-polar is hexane.
        A = Answer is A.
        A = Ans: A
        B = Ans. (B)
        D = Correct Answer: Option D - Hexane
        C = C: Water.
        B = The liquid is acetone, which corresponds to option B.
        D = Therefore, hexane (option D) is the answer.
        A = Of these, A (ethanol) is the one that burns with a blue flame and is drunk.
        - = Ethanol and acetone both burn.
        - = A mixture of these would be needed.
        - = Neither.
        """

    /// Several of the English options are right.
    static let modelSeveral = """
        A, E = The correct answers are A and E.
        A, C, E = **A, C, E**
        A, B = A) Safety goggles and B) A lab coat
        A, B = A) Safety goggles⏎B) A lab coat
        B, D = The answer is B and D.
        C, D, E = Options C, D and E are correct.
        A, C = \\boxed{A, C}
        A, C = \\boxed{AC}
        A, E = {"answer": ["A", "E"]}
        B, E = Answer: B,E
        D, E = Correct options:⏎- D⏎- E
        - = I am not sure which ones apply.
        """

    /// One of the Chinese options is right.
    static let modelChinese = """
        B = 选B
        B = 选 B。
        C = 答案是 C，因为粉尘会被吸入肺部。
        A = 正确答案是：**A. 护目镜**
        D = 我们来逐项分析：⏎A. 护目镜：保护眼睛⏎B. 实验服：保护身体⏎C. 防尘口罩：保护肺部⏎D. 耳塞：保护听力⏎E. 丁腈手套：保护手部⏎⏎题目问的是噪声，因此正确答案是D。
        E = E、丁腈手套
        C = 根据题意，应当选择防尘口罩，即选项C。
        A = 一开始我认为是B，但仔细想想，题目问的是眼睛，所以应该是A。
        B = 答案：B⏎解析：A项保护眼睛，C项保护肺部，都不符合题意。
        D = {"答案": "D"}
        D = {"answer": "D", "理由": "噪声会损害听力"}
        E = 最终答案为 $\\boxed{E}$。
        C = 【答案】C⏎【解析】粉尘会被吸入。
        A = 排除B、C、D、E，只剩下A。
        B = B是正确的。
        B = B选项正确。
        C = 我觉得是C。
        C = 我的选择是：C
        E = 好的，我来回答这个问题。这道题的正确答案是 (E) 丁腈手套。
        A = 题目：哪一项保护眼睛？⏎A. 护目镜⏎B. 实验服⏎C. 防尘口罩⏎D. 耳塞⏎E. 丁腈手套⏎答案：A
        - = 答案是 B 和 D。
        - = A和C都正确。
        - = 都可以。
        - = 需要更多信息才能判断是A还是B。
        - = 作为人工智能，我不能替你选择。
        """

    /// Several of the Chinese options are right.
    static let modelChineseSeveral = """
        A, E = 正确答案是 A 和 E。
        B, D = 答案：BD
        A, C, E = 应选 A、C、E。
        C, D = 选项C和选项D是正确的。
        - = 我不确定。
        """

    /// A number is asked for.
    static let modelNumbers = """
        16 = The answer is 16 sections, as laid down in the regulation.
        85 = **85 dB**
        7 = First, 3 + 4 = 7. So the answer is 7.
        0.05 = The concentration is 0.05 mol/L.
        12.5 = V = 50 / 4 = **12.5 mL**
        100 = 所以水的沸点是100℃。
        30 = 30 minutes (half an hour)
        - = I do not have enough data to compute this.
        """
}
