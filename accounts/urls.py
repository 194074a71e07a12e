from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, reverse_lazy

from accounts.forms.signing_in import OwnPasswordForm, ResetForm
from accounts.views import leaving, people, reviews, sessions, timed_work
from accounts.views.limits import answers_too_many

app_name = "accounts"

open_to_all = login_not_required
USER = "users/<int:pk>/"

own_sign_in = [
    path(
        "login/",
        answers_too_many(sessions.SignIn.as_view()),
        name="login",
    ),
    path("logout/", sessions.sign_out, name="logout"),
    path(
        "password/",
        answers_too_many(
            auth.PasswordChangeView.as_view(
                form_class=OwnPasswordForm,
                template_name="accounts/password_change.html",
                success_url=reverse_lazy("accounts:password_changed"),
            )
        ),
        name="password_change",
    ),
    path(
        "password/changed/",
        auth.PasswordChangeDoneView.as_view(template_name="accounts/password_changed.html"),
        name="password_changed",
    ),
    path(
        "reset/",
        open_to_all(
            answers_too_many(
                auth.PasswordResetView.as_view(
                    form_class=ResetForm,
                    template_name="accounts/password_reset.html",
                    email_template_name="accounts/password_reset_email.txt",
                    subject_template_name="accounts/password_reset_subject.txt",
                    success_url=reverse_lazy("accounts:password_reset_sent"),
                )
            )
        ),
        name="password_reset",
    ),
    path(
        "reset/sent/",
        open_to_all(
            auth.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html")
        ),
        name="password_reset_sent",
    ),
    path(
        "reset/<uidb64>/<token>/",
        open_to_all(
            sessions.ChoosePassword.as_view(
                template_name="accounts/password_reset_confirm.html",
                success_url=reverse_lazy("accounts:password_reset_complete"),
            )
        ),
        name="password_reset_confirm",
    ),
    path(
        "reset/complete/",
        open_to_all(
            auth.PasswordResetCompleteView.as_view(
                template_name="accounts/password_reset_complete.html"
            )
        ),
        name="password_reset_complete",
    ),
    path("timed-work/", timed_work.timed_work, name="timed_work"),
]

urlpatterns = [
    path("accounts/", include(own_sign_in)),
    path("users/", people.listed, name="users"),
    path("users/new/", people.new, name="user_new"),
    path("users/review/", reviews.review, name="user_review"),
    path(USER, people.person, name="user"),
    path(f"{USER}change/", people.change, name="user_change"),
    path(f"{USER}link/", people.link, name="user_link"),
    path(f"{USER}password/", people.password, name="user_password"),
    path(f"{USER}take-back/", leaving.take_back, name="user_take_back"),
    path(f"{USER}hand-over/", leaving.leaver, name="user_hand_over"),
    path(f"{USER}end/", leaving.end, name="user_end"),
    path(f"{USER}open-again/", leaving.open_again, name="user_open_again"),
]
