/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-train-page"

#include "config.h"

#include "ui/models/train-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/jobs/time-left.h"
#include "ui/models/train-form.h"
#include "ui/models/train-outcome.h"
#include "ui/toast.h"
#include "ui/widgets/loss-curve.h"
#include "ui/words.h"

struct _SemTrainPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  SemTrainForm *form;
  SemTrainOutcome *outcome;
  GtkWidget *course;
  SemLossCurve *curve;
  GtkLabel *status;
  GtkLabel *estimate;
  GtkProgressBar *bar;
  GtkWidget *learn;
  GtkWidget *pause;
  GtkWidget *resume;
  GtkWidget *stop;
  GtkWidget *foot;

  SemLibrary *library;
  SemTimeLeft left;
  gboolean trains; /* the job that runs, is paused or stops */
};

G_DEFINE_FINAL_TYPE (SemTrainPage, sem_train_page, GTK_TYPE_WIDGET)

/* Says how long the chosen training would take. */
static void
update_estimate (SemTrainPage *self)
{
  g_autofree char *sentence = NULL, *time = NULL, *photos = NULL;
  SemTraining training;
  guint n = sem_library_get_n_photos (self->library);

  if (n == 0)
    sentence = g_strdup (_("There are no photos to train on yet. Add a folder of photos first."));
  else if (sem_train_form_get_training (self->form, &training))
    {
      time = sem_time_left_describe (sem_library_estimate_training (self->library, &training));
      photos = sem_words_for_photos (n);
      /* Translators: a duration, such as "about 40 seconds", and "1,360 photos". */
      sentence = g_strdup_printf (_("Takes %s for %s. The current codes stay in use meanwhile."),
                                  time, photos);
    }
  gtk_label_set_label (self->estimate, sentence ? sentence : "");
}

static void
show_progress (SemTrainPage *self, gboolean running)
{
  double progress = sem_library_get_progress (self->library);
  const char *status = sem_library_get_status (self->library);
  gboolean counts = sem_library_get_state (self->library) == SEM_LIBRARY_TRAINING;
  double seconds = sem_time_left_update (&self->left, running && counts ? progress : -1);
  g_autofree char *time = seconds >= 0 ? sem_time_left_describe (seconds) : NULL;
  g_autofree char *sentence =
    time ? /* Translators: what is going on, and a duration such as "about 40 seconds". */
      g_strdup_printf (_("%s · %s left"), status, time)
         : g_strdup (status);

  if (running && !self->trains)
    gtk_label_set_label (self->status, _("Training begins when this is done."));
  else
    gtk_label_set_label (self->status, running && sentence ? sentence : "");
  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->bar, MIN (progress, 1));
  else
    gtk_progress_bar_pulse (self->bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  sentence ? sentence : "", -1);
}

/* Whether one of the buttons of a running training has the focus. */
static gboolean
has_focus_on_buttons (SemTrainPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && (focus == self->stop || focus == self->pause || focus == self->resume);
}

static void
update (SemTrainPage *self)
{
  SemLibraryState state = sem_library_get_state (self->library);
  gboolean paused = state == SEM_LIBRARY_PAUSED, stopping = state == SEM_LIBRARY_STOPPING;
  gboolean asked = sem_library_get_training (self->library);
  gboolean running = asked || state == SEM_LIBRARY_TRAINING || (stopping && asked);
  gboolean photos = sem_library_get_n_photos (self->library) > 0;
  gboolean offer = sem_library_get_offer (self->library) != NULL;
  gboolean focused = !running && has_focus_on_buttons (self);

  if (!paused && !stopping)
    self->trains = state == SEM_LIBRARY_TRAINING;
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), photos && !running);
  gtk_widget_set_visible (self->learn, !running);
  gtk_widget_set_sensitive (self->learn, photos && state != SEM_LIBRARY_BROKEN);
  gtk_widget_set_visible (GTK_WIDGET (self->estimate), !running);
  /* While it waits for another job, the window shows the progress of that. */
  gtk_widget_set_visible (GTK_WIDGET (self->bar), running && self->trains);
  gtk_widget_set_visible (GTK_WIDGET (self->status), running);
  gtk_widget_set_visible (self->pause, running && !paused);
  gtk_widget_set_sensitive (self->pause, state == SEM_LIBRARY_TRAINING);
  gtk_widget_set_visible (self->resume, running && paused);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_sensitive (self->stop, asked || !stopping);
  /* What is to be decided comes first. */
  if (offer)
    gtk_widget_remove_css_class (self->learn, "suggested-action");
  else
    gtk_widget_add_css_class (self->learn, "suggested-action");
  /* The focus is not to be lost with the button that had it. */
  if (focused)
    gtk_widget_grab_focus (self->learn);
  show_progress (self, running);
  update_estimate (self);
}

/* The last training that this program ran, or else the one that made the current codes. */
static void
update_course (SemTrainPage *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);
  GListModel *epochs = sem_library_get_epochs (self->library);

  if (g_list_model_get_n_items (epochs) == 0 && !sem_library_get_training (self->library) && codes)
    epochs = sem_codes_get_epochs (codes);
  sem_loss_curve_set_epochs (self->curve, epochs);
  gtk_widget_set_visible (self->course, g_list_model_get_n_items (epochs) > 0);
}

static void
codes_cb (SemTrainPage *self)
{
  sem_train_form_refresh (self->form);
  update_course (self);
  update_estimate (self);
}

/* Scenes may have been found since. */
static void
sem_train_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sem_train_page_parent_class)->map (widget);
  codes_cb (SEM_TRAIN_PAGE (widget));
}

static void
learn_cb (GtkButton *button, SemTrainPage *self)
{
  SemTraining training;

  if (!sem_train_form_get_training (self->form, &training))
    return;
  sem_library_train_with (self->library, &training);
  update_course (self);
  update (self);
  if (gtk_widget_get_visible (self->stop))
    gtk_widget_grab_focus (self->stop);
}

static void
pause_cb (GtkButton *button, SemTrainPage *self)
{
  sem_library_pause (self->library);
  update (self);
  gtk_widget_grab_focus (self->resume);
}

static void
resume_cb (GtkButton *button, SemTrainPage *self)
{
  sem_library_resume (self->library);
  update (self);
  gtk_widget_grab_focus (self->pause);
}

/* Cancels only the training, even while another job runs before it. */
static void
stop_cb (GtkButton *button, SemTrainPage *self)
{
  if (sem_library_get_training (self->library))
    sem_library_cancel_training (self->library);
  else
    sem_library_cancel (self->library);
}

static void
sem_train_page_dispose (GObject *object)
{
  SemTrainPage *self = SEM_TRAIN_PAGE (object);

  if (self->library)
    {
      g_signal_handlers_disconnect_by_data (self->library, self);
      g_signal_handlers_disconnect_by_data (sem_library_get_epochs (self->library), self);
    }
  g_clear_object (&self->library);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_train_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, form);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, course);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, curve);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, status);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, estimate);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, learn);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, pause);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, resume);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, stop);
  gtk_widget_class_bind_template_child (widget_class, SemTrainPage, foot);
  gtk_widget_class_bind_template_callback (widget_class, learn_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
sem_train_page_class_init (SemTrainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_train_page_dispose;
  widget_class->map = sem_train_page_map;
  g_type_ensure (SEM_TYPE_LOSS_CURVE);
  g_type_ensure (SEM_TYPE_TRAIN_FORM);
  g_type_ensure (SEM_TYPE_TRAIN_OUTCOME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/train-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_train_page_init (SemTrainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_toast_keep_above (self->foot);
}

void
sem_train_page_set_library (SemTrainPage *self, SemLibrary *library)
{
  static const char *const watched[] = {
    "notify::state",    "notify::progress", "notify::status",
    "notify::n-photos", "notify::offer",    "notify::training"
  };

  g_return_if_fail (SEM_IS_TRAIN_PAGE (self) && !self->library);

  self->library = g_object_ref (library);
  sem_train_form_set_library (self->form, library);
  sem_train_outcome_set_library (self->outcome, library);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_swapped (library, watched[i], G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::codes", G_CALLBACK (codes_cb), self);
  g_signal_connect_swapped (sem_library_get_epochs (library), "items-changed",
                            G_CALLBACK (update_course), self);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (update_estimate), self,
                           G_CONNECT_SWAPPED);
  update_course (self);
  update (self);
}
