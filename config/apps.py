from django.contrib.admin.apps import AdminConfig


class BerthAdminConfig(AdminConfig):
    """Django's admin; editing happens in the library's files, so it is for looking things up."""
