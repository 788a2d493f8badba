"""Who is asking: plain facts, independent of any database session."""

from collections.abc import Collection
from dataclasses import dataclass, field

ANONYMOUS_PRINCIPALS = frozenset(("everyone",))
RECORDS_OFFICER = "duty:RECORDS_OFFICER"  # 기록물관리책임자 of the institution; with ``:ID`` of one department


def officers_of(department_id: int | None) -> frozenset[str]:
    """The principals of those who keep the records of a department: the institution's officer, and its own."""
    own = (f"{RECORDS_OFFICER}:{department_id}",) if department_id else ()
    return frozenset((RECORDS_OFFICER, *own))


def departments_of_officer(principals: Collection[str]) -> frozenset[int] | None:
    """The departments whose records somebody keeps as 기록물관리책임자: None for all, none for who is no officer."""
    if RECORDS_OFFICER in principals:
        return None
    own = f"{RECORDS_OFFICER}:"
    return frozenset(int(one.removeprefix(own)) for one in principals if one.startswith(own))


@dataclass(frozen=True)
class Viewer:
    """A signed-in person and the principals they hold today."""

    account_id: int | None
    person_id: int
    name: str
    principals: frozenset[str] = field(default=ANONYMOUS_PRINCIPALS)

    @property
    def is_admin(self) -> bool:
        """Holds the duty of administrator."""
        return "duty:ADMIN" in self.principals

    @property
    def is_privacy_officer(self) -> bool:
        """Answers for personal data (개인정보 보호책임자), of a department or of all."""
        return any(one.startswith("duty:PRIVACY_OFFICER") for one in self.principals)

    @property
    def is_staff(self) -> bool:
        """Holds a post in a department today."""
        return "staff" in self.principals

    @property
    def departments_kept(self) -> frozenset[int] | None:
        """The departments whose files they keep: None for all (of the institution's officer and administrators)."""
        return None if self.is_admin else departments_of_officer(self.principals)

    @property
    def keeps_records(self) -> bool:
        """Keeps the files of the institution or of a department: its 기록물관리책임자, or an administrator."""
        return self.departments_kept != frozenset()

    def keeps_records_of(self, department_id: int | None) -> bool:
        """Keeps the files of this department."""
        return self.departments_kept is None or department_id in self.departments_kept

    @property
    def is_document_dept(self) -> bool:
        """Works in the 문서과, which hands out what comes in."""
        return "duty:DOCUMENT_DEPT" in self.principals

    @property
    def department_ids(self) -> list[int]:
        """The departments a person holds a post in today, with those that these departments continue."""
        return sorted(int(one.removeprefix("dept:")) for one in self.principals if one.startswith("dept:"))

    @property
    def is_secretary(self) -> bool:
        """Keeps the minutes of some body."""
        return any(one.endswith(":secretary") for one in self.principals)

    def is_secretary_of(self, body_id: int | None) -> bool:
        """Keeps the minutes of a body."""
        return f"body:{body_id}:secretary" in self.principals


def principals(viewer: Viewer | None) -> frozenset[str]:
    """The principals of a viewer, signed in or not."""
    return viewer.principals if viewer else ANONYMOUS_PRINCIPALS
