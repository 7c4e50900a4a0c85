"""A question in, an answer out that rests on the records: the same for every face."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant import phrases
from assistant.answer import Answer, PartKind, Question, Refusal, Turn
from assistant.attempt import attempt
from assistant.cite import faults
from assistant.decline import Tried, decline, no_such_topic, refused, some
from assistant.follow_up import is_small_talk, left_open
from assistant.join import joined, questions
from assistant.plain import plain
from assistant.question import Records, Understood, understand
from assistant.said import asked_in_full, points_at_words, said
from assistant.searched_too import searched_too
from assistant.several import several
from assistant.time_as_words import may_be_words, names_period, names_subject
from assistant.wanted import AGREEMENT, act
from index.concepts import question_concepts
from index.errors import UsageError
from index.records import Scope
from index.search import Index

QUESTION_CHARS = 2_000  # a longer message is no question; also a limit on the work one message can cause
HISTORY_TURNS = 20  # earlier turns that are looked at, the newest
_ASKS_OPINION = re.compile(
    r"\b(?:vind|vindt|denk|denkt|geloof|gelooft|verwacht|raad|adviseer)\s+(?:jij|je|u)\b(?!\s+(?:in|dat er in)\b)"
    r"|\b(?:jouw|uw|je)\s+(?:eigen\s+)?(?:mening|oordeel|advies|standpunt|visie)\b|\bvolgens\s+(?:jou|u)\b"
    r"|\bwat\s+zou\s+(?:jij|u)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"(?=.*\w)(?:(?:hoi|hallo|hey|hee|hi|dag|goede(?:morgen|middag|n?avond|ndag)|dank (?:je|u)(?: wel)?|bedankt|fijn|prima|mooi)\b"
    r"[\s,.!]*)*"
    r"(?:(?:alles goed|hoe gaat het|hoe is het|wie ben (?:je|jij)|wie bent u|wat kun (?:je|jij)|wat kunt u|help"
    r"|wat (?:kan|mag) ik (?:hier |je |jou |u )?vragen|welke vragen (?:kan|mag) ik (?:hier |je |jou |u )?stellen"
    r"|hoe werkt (?:deze|de) (?:chat|assistent)|hoe werk (?:je|jij)|hoe werkt u)"
    r"(?:\s+(?:daar|ermee|hier|met (?:je|jou|u)|allemaal))?)?[\s,.!?]*",
    re.IGNORECASE,
)
# "hoe doe ik aangifte"; who asks where to read or find something asks for the records
_ASKS_FOR_SELF = re.compile(
    r"^\W*(?!.*\b(?:vind\w*|lees|lezen|zie|zien|informatie|terug\w*|verslag\w*|notulen|overleg\w*|lovp|vergadering\w*)\b)"
    r"(?:(?:hoe|waar|bij wie|wanneer|wat|welke?\s+\w+)\s+(?:(?:kan|moet|mag|kun|zou)\s+)?(?:\w+\s+)?|(?:mag|moet)\s+)ik\b",
    re.IGNORECASE,
)
_COMMANDS = re.compile(
    r"\b(?:negeer|vergeet|ignore|disregard|forget|override)\b.{0,40}"
    r"\b(?:instructies?|regels?|opdrachten?|instructions?|rules?|prompts?|alles|everything)\b"
    r"|\b(?:systeem|system)\s?prompt\b|\b(?:je bent|u bent|jij bent|you are)\s+(?:nu|vanaf nu|now)\b"
    r"|\bvanaf nu\b.{0,30}\b(?:geen regels|antwoord)\b|\b(?:doe|reageer)\s+alsof\b|\bpretend\s+(?:to|you)\b",
    re.IGNORECASE | re.DOTALL,
)


class QuestionError(UsageError):
    """A message that can't be answered as it is; the text of the error is Dutch and says what to do."""


def ask(
    index: Index,
    message: str,
    history: Sequence[Turn] = (),
    *,
    scope: Scope | None = None,
    without: Collection[str] = (),
    today: date | None = None,
) -> Answer:
    """Answers a message from the records in the index.

    Args:
        index: the open index.
        message: what the user typed.
        history: the turns before it, oldest first.
        scope: what the user set by hand; it goes before what the question says. A topic is the name, or words of
            the name, of one or more; a speaker is a role or a name.
        without: the kinds of part ("period", "speaker", "kind", "topic") without which the question is read.
        today: what "vorig jaar" counts from; the day itself when None.

    Returns:
        An answer whose every quote is literal, or one that says it can't be found. The same index, message, history, scope
        and day give the same answer.

    Raises:
        QuestionError: an empty message, one of over `QUESTION_CHARS` characters, or a scope that no record has.
        ValueError: `without` names no kind of part.
    """
    printable = plain(message)
    if not printable.strip():
        raise QuestionError(phrases.EMPTY_QUESTION)
    if len(message) > QUESTION_CHARS:
        raise QuestionError(phrases.too_long(len(message), QUESTION_CHARS))
    with index.moment():
        vocabulary = index.vocabulary
        if not vocabulary.documents:
            return Answer(phrases.NO_RECORDS, (), False, None, Question(" ".join(message.split())))
        days = index.meetings
        topics = index.snapshot().topics
        records = Records(vocabulary, days, topics, today or datetime.now().astimezone().date())
        turns = _recent(history)
        answers: list[Answer] = []
        for part in questions(printable):
            before = [*turns, *(Turn("user", answer.question.text) for answer in answers)]
            answers.append(_answer(index, part, before, records, scope, without))
        if len(answers) == 1 or not any(answer.answered for answer in answers):
            return answers[0]
        whole = " ".join(answer.question.text for answer in answers)
        return joined(replace(answers[0].question, text=whole), answers)


def _answer(
    index: Index, message: str, turns: Sequence[Turn], records: Records, scope: Scope | None, without: Collection[str]
) -> Answer:
    """The answer to one question."""
    days, topics = records.days, records.topics
    told = said(index, _in_full(index, message, turns, records, scope) or message)
    if told is not None and not faults(told, index.text_of):
        return told
    asked = understand(message, turns, records, scope=scope, without=without)
    _check(asked, scope, records)
    if asked.topics == ():
        return no_such_topic(asked, topics)
    pointing = left_open(asked.question.text, records.vocabulary)
    if pointing is not None:
        return refused(asked.question, Refusal.NOTHING, phrases.NO_SUBJECT.format(word=pointing))
    if _ASKS_OPINION.search(message):
        return refused(asked.question, Refusal.NOTHING, phrases.NO_OPINION)
    if _COMMANDS.search(message):
        return refused(asked.question, Refusal.NOTHING, phrases.ONLY_RECORDS)
    if _GREETS.fullmatch(message.strip()):
        return refused(asked.question, Refusal.NOTHING, phrases.GREETING)
    if _ASKS_FOR_SELF.search(message):
        return refused(asked.question, Refusal.NOTHING, phrases.NO_ADVICE)
    told = several(index, asked, records.today)
    if told is not None and not faults(told, index.text_of):
        return told
    tried = attempt(index, asked)
    if tried.answer is None and may_be_words(asked, days):
        # "in mei 2020" was no meeting that answers, so it is read as what the text is about; of a meeting of which there is no
        # record another one may tell
        words = asked.as_words()
        again = attempt(index, words)
        if again.answer is not None and names_period(again.answer, asked) and names_subject(again):
            asked, tried = words, again
    answer = tried.answer
    if answer is None or faults(answer, index.text_of):
        answer = decline(index, Tried(asked, tried.concepts, tried.found))
    question = _as_answered(asked.question, answer)
    return replace(answer, question=question, expansions=searched_too(tried.concepts, answer), seen=tuple(tried.hits))


def _in_full(index: Index, message: str, turns: Sequence[Turn], records: Records, scope: Scope | None) -> str | None:
    """ "Wie zei dat?" with the words that "dat" is: those which the question before is answered with; None for another message."""
    asked = [turn for turn in turns if not is_small_talk(turn.text)]
    if not asked or not points_at_words(message):
        return None
    before = questions(asked[-1].text)[-1]
    return asked_in_full(_answer(index, before, asked[:-1], records, scope, ()))


def _as_answered(question: Question, answer: Answer) -> Question:
    """The question without the part "agreements", and with a note, when what is quoted isn't put as one.

    Agreements are put in more ways than can be listed, so a question for them may be answered by other sentences.
    """
    said = any(act(citation.quote) == AGREEMENT for citation in answer.citations)
    parts = tuple(part for part in question.parts if (part.kind, part.value) != (PartKind.ACT, AGREEMENT))
    if not answer.answered or said or len(parts) == len(question.parts):
        return question
    note = " ".join(filter(None, (question.note, phrases.NOT_PUT_AS_AGREEMENT)))
    return replace(question, parts=parts, note=note)


def _check(asked: Understood, scope: Scope | None, records: Records) -> None:
    """Refuses a scope, set by hand, that no record has."""
    if scope is None:
        return
    if scope.since is not None and scope.until is not None and scope.since > scope.until:
        raise QuestionError(phrases.wrong_way_round(scope.since, scope.until))
    if scope.topic is not None and not asked.topics:
        raise QuestionError(phrases.no_such_topic(scope.topic, some(records.topics)))
    if scope.speaker is not None:
        named = [concept for concept in question_concepts(scope.speaker, records.vocabulary) if not concept.light]
        if not named or not all(concept.known for concept in named):
            raise QuestionError(phrases.no_such_speaker(scope.speaker))


def _recent(history: Sequence[Turn]) -> list[Turn]:
    """The user's newest turns that together are no longer than one question may be (at least the last), oldest first."""
    kept: list[Turn] = []
    left = QUESTION_CHARS
    for turn in reversed([turn for turn in history[-HISTORY_TURNS:] if turn.role == "user"]):
        text = plain(turn.text[:QUESTION_CHARS])
        if kept and len(text) > left:
            break
        left -= len(text)
        kept.append(Turn(turn.role, text))
    return kept[::-1]
