"""A real change by each service that writes sections, decisions and questions."""

from collections.abc import Callable

from core.clock import today
from reports.services import decisions, pictures, questions, writing
from tests.site.small_site import DAY, SmallSite


def _asked(site: SmallSite) -> questions.QuestionInput:
    return questions.QuestionInput("Hvor mange?", "Udvalget", DAY, today(), site.konsulent)


# Before those that send the report on.
OF_WRITING: dict[Callable, Callable[[SmallSite], object]] = {
    writing.write_section: lambda s: writing.write_section(
        by=s.leder, section=s.counted_section, text="Det gik godt."
    ),
    writing.return_section: lambda s: writing.return_section(
        by=s.leder, section=s.counted_section, comment="Uddyb"
    ),
    writing.hand_over: lambda s: writing.hand_over(
        by=s.leder, section=s.counted_section, author=s.kollega
    ),
    pictures.take_in_picture: lambda s: pictures.take_in_picture(
        by=s.leder,
        section=s.counted_section,
        attachment=s.picture_file,
        alternative_text="Et telt",
    ),
    pictures.change_picture: lambda s: pictures.change_picture(
        by=s.leder, picture=s.picture, alternative_text="Et hvidt telt", caption=""
    ),
    decisions.enter_decision: lambda s: decisions.enter_decision(
        by=s.leder, report=s.issued, given=decisions.DecisionInput("Fortsæt")
    ),
    decisions.change_decision: lambda s: decisions.change_decision(
        by=s.leder, decision=s.decisions[0], text="Stands"
    ),
    decisions.follow_up_decision: lambda s: decisions.follow_up_decision(
        by=s.leder, decision=s.decisions[0], followed_up="Det går", closed_on=None
    ),
    decisions.retract_decision: lambda s: decisions.retract_decision(
        by=s.leder, decision=s.decisions[1], reason="Fejl"
    ),
    questions.enter_question: lambda s: questions.enter_question(
        by=s.leder, program=s.program, given=_asked(s)
    ),
    questions.change_question: lambda s: questions.change_question(
        by=s.leder, question=s.questions[0], **{**_fields(s), "asked": "Hvor få?"}
    ),
    questions.answer_question: lambda s: questions.answer_question(
        by=s.konsulent, question=s.questions[0], answer="Mange"
    ),
    questions.approve_answer: lambda s: questions.approve_answer(
        by=s.leder, question=s.questions[0]
    ),
    questions.open_answer_again: lambda s: questions.open_answer_again(
        by=s.leder, question=s.questions[0]
    ),
    questions.retract_question: lambda s: questions.retract_question(
        by=s.leder, question=s.questions[1], reason="Fejl"
    ),
}
# My page shows whose turn it is, and no text; nobody is responsible for these decisions.
UNSEEN_WRITING = {
    *(writing.write_section, pictures.take_in_picture, pictures.change_picture),
    *(decisions.enter_decision, decisions.change_decision, decisions.follow_up_decision),
    *(decisions.retract_decision, questions.answer_question),
}


def _fields(site: SmallSite) -> dict[str, object]:
    asked = _asked(site)
    return {name: getattr(asked, name) for name in questions.QUESTION_FIELDS}
