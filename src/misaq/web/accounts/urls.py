"""Addresses of accounts: only the pages of allauth that we show, each with its policy."""

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.urls import path

from misaq.web.accounts.views import desk, one_time_login
from misaq.web.shell.policy import public, signed_in

urlpatterns = [
    path("sign-in/", public(LoginView.as_view()), name="account_login"),
    path("sign-out/", public(LogoutView.as_view()), name="account_logout"),
    path("once/<str:secret>/", one_time_login, name="one_time_login"),
    path("second-factor/", public(AuthenticateView.as_view()), name="mfa_authenticate"),
    path("second-factor/set-up/", signed_in(ActivateTOTPView.as_view()), name="mfa_activate_totp"),
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
    path("again/", signed_in(ReauthenticateView.as_view()), name="account_reauthenticate"),
    path("desk/", desk, name="desk"),
]
