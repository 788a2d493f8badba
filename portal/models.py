"""Every table of the ground floor, imported in one place so that migrations and tests see them all."""

from portal.audit import models as audit
from portal.content import models as content
from portal.files import models as files
from portal.jobs import models as jobs
from portal.people import models as people
from portal.records import models as records
from portal.security import models as security

__all__ = ["audit", "content", "files", "jobs", "people", "records", "security"]
