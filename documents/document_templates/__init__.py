"""서식: texts from which drafts begin, of a person or of a department."""

from typing import Any

from documents.document_templates.models import DocumentTemplate
from portal.i18n import _
from portal.people.contexts import RowContext, row_factory
from portal.security.contexts import record_factory
from portal.security.viewer import Viewer


class TemplateContext(RowContext):
    """A template: for whoever keeps it, or the people of its department."""

    def seen_by(self, viewer: Viewer | None) -> bool:
        """Nobody else hears whether there is one."""
        if viewer is None or self.row is None:
            return False
        if self.row.department_id is None:
            return bool(self.row.person_id == viewer.person_id)
        return self.row.department_id in viewer.department_ids


def includeme(config: Any) -> None:
    """Register the list, keeping, drafting, renaming and forgetting."""
    template = row_factory(DocumentTemplate, TemplateContext)
    config.add_route("document_templates", "/documents/templates")
    config.add_route("documents.template_draft", "/documents/templates/{id}/draft", factory=template)
    config.add_route("documents.template_rename", "/documents/templates/{id}/name", factory=template)
    config.add_route("documents.template_forget", "/documents/templates/{id}/forget", factory=template)
    document = record_factory("approval_document")
    config.add_route("approval.keep_template", "/documents/{uid:[0-9a-f]{32}}/keep-template", factory=document)
    config.add_box("document_templates", _("기안 서식"), "document_templates", 90)
    config.scan("documents.document_templates.views")
