"""Addresses of accounts: only the pages of allauth that we show, each with its policy."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import (
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordSetView,
    ReauthenticateView,
)
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from django.urls import path

from misaq.web.accounts.views import SetUpSecondFactor, desk, one_time_login
from misaq.web.shell.policy import public, signed_in

urlpatterns = [
    path("sign-in/", public(LoginView.as_view()), name="account_login"),
    path("sign-out/", public(LogoutView.as_view()), name="account_logout"),
    path("once/<str:secret>/", one_time_login, name="one_time_login"),
    path("second-factor/", public(AuthenticateView.as_view()), name="mfa_authenticate"),
    path("second-factor/set-up/", signed_in(SetUpSecondFactor.as_view()), name="mfa_activate_totp"),
    path(
        "second-factor/again/",
        signed_in(ReauthenticateByCodeView.as_view()),
        name="mfa_reauthenticate",
    ),
    path(
        "recovery-codes/",
        signed_in(ViewRecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery-codes/new/",
        signed_in(GenerateRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("password/", signed_in(PasswordChangeView.as_view()), name="account_change_password"),
    path(
        "password/first/",
        signed_in(reauthentication_required(PasswordSetView.as_view())),
        name="account_set_password",
    ),
    path("password/again/", signed_in(ReauthenticateView.as_view()), name="account_reauthenticate"),
    path("desk/", desk, name="desk"),
]
