/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-training-dialog"

#include "config.h"

#include "ui/pages/training-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/pages/escape.h"
#include "ui/widgets/codes-bar.h"
#include "ui/widgets/loss-curve.h"
#include "ui/words.h"

struct _SemTrainingDialog
{
  AdwWindow parent_instance;

  GtkWidget *form;
  AdwComboRow *method;
  AdwComboRow *bits;
  GtkSpinButton *seed;
  GtkWidget *course;
  SemLossCurve *curve;
  GtkLabel *status;
  GtkProgressBar *bar;
  GtkWidget *learn;
  GtkWidget *stop;
  SemCodesBar *codes_bar;

  SemLibrary *library;
  char **methods;
};

static const guint bits_choices[] = { 16, 32, 64, 128, 256, 512 };

G_DEFINE_FINAL_TYPE (SemTrainingDialog, sem_training_dialog, ADW_TYPE_WINDOW)

static void
show_progress (SemTrainingDialog *self, gboolean learning)
{
  double progress = sem_library_get_progress (self->library);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), learning);
  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->bar, MIN (progress, 1));
  else
    gtk_progress_bar_pulse (self->bar);
}

/* Returns: the text at the bottom of the dialog. */
static const char *
choose_sentence (SemTrainingDialog *self, gboolean learning)
{
  if (learning)
    return sem_library_get_status (self->library);
  if (sem_library_get_n_photos (self->library) == 0)
    return _("There are no photos to train on yet. Add a folder of photos first.");
  if (sem_library_get_offer (self->library))
    return "";
  return _("The current codes stay in use until the new ones are ready.");
}

static void
update (SemTrainingDialog *self)
{
  SemLibraryState state = sem_library_get_state (self->library);
  gboolean stopping = state == SEM_LIBRARY_STOPPING;
  gboolean learning =
    sem_library_get_training (self->library) || state == SEM_LIBRARY_TRAINING || stopping;
  gboolean photos = sem_library_get_n_photos (self->library) > 0;
  const char *sentence = choose_sentence (self, learning);

  gtk_widget_set_sensitive (self->form, photos && !learning);
  gtk_widget_set_sensitive (self->learn, photos && state != SEM_LIBRARY_BROKEN);
  gtk_widget_set_visible (self->learn, !learning);
  /* An offer comes first. Neither of its buttons is highlighted, since the offered codes may be
   * worse. */
  if (sem_library_get_offer (self->library))
    gtk_widget_remove_css_class (self->learn, "suggested-action");
  else
    gtk_widget_add_css_class (self->learn, "suggested-action");
  gtk_widget_set_visible (self->stop, learning);
  gtk_widget_set_sensitive (self->stop, sem_library_get_training (self->library) || !stopping);
  gtk_label_set_label (self->status, sentence != NULL ? sentence : "");
  show_progress (self, learning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  sentence != NULL ? sentence : "", -1);
}

/* The last training that this program ran, or else the one that made the current codes. */
static void
update_course (SemTrainingDialog *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);
  GListModel *epochs = sem_library_get_epochs (self->library);

  if (g_list_model_get_n_items (epochs) == 0 && !sem_library_get_training (self->library) && codes)
    epochs = sem_codes_get_epochs (codes);
  sem_loss_curve_set_epochs (self->curve, epochs);
  gtk_widget_set_visible (self->course, g_list_model_get_n_items (epochs) > 0);
}

static void
method_cb (AdwComboRow *row, GParamSpec *pspec, SemTrainingDialog *self)
{
  guint selected = adw_combo_row_get_selected (row);

  if (self->methods && selected < g_strv_length (self->methods))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 sem_words_explain_method (self->methods[selected]));
}

static void
learn_cb (GtkButton *button, SemTrainingDialog *self)
{
  guint method = adw_combo_row_get_selected (self->method);
  guint bits = adw_combo_row_get_selected (self->bits);

  if (method >= g_strv_length (self->methods) || bits >= G_N_ELEMENTS (bits_choices))
    return;
  gtk_spin_button_update (self->seed);
  sem_library_train (self->library, self->methods[method], bits_choices[bits],
                     (guint64) gtk_spin_button_get_value (self->seed));
  update_course (self);
  update (self);
  if (gtk_widget_get_visible (self->stop))
    gtk_widget_grab_focus (self->stop);
}

/* Cancels only the training, even while another job runs before it. */
static void
stop_cb (GtkButton *button, SemTrainingDialog *self)
{
  if (sem_library_get_training (self->library))
    sem_library_cancel_training (self->library);
  else
    sem_library_cancel (self->library);
}

static void
sem_training_dialog_dispose (GObject *object)
{
  SemTrainingDialog *self = SEM_TRAINING_DIALOG (object);

  if (self->library)
    {
      g_signal_handlers_disconnect_by_data (self->library, self);
      g_signal_handlers_disconnect_by_data (sem_library_get_epochs (self->library), self);
    }
  g_clear_object (&self->library);
  g_clear_pointer (&self->methods, g_strfreev);

  G_OBJECT_CLASS (sem_training_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, form);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, method);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, bits);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, seed);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, course);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, curve);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, status);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, learn);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, stop);
  gtk_widget_class_bind_template_child (widget_class, SemTrainingDialog, codes_bar);
  gtk_widget_class_bind_template_callback (widget_class, method_cb);
  gtk_widget_class_bind_template_callback (widget_class, learn_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
sem_training_dialog_class_init (SemTrainingDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_training_dialog_dispose;
  g_type_ensure (SEM_TYPE_CODES_BAR);
  g_type_ensure (SEM_TYPE_LOSS_CURVE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/training-dialog.ui");
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
sem_training_dialog_init (SemTrainingDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), gtk_window_close);
}

/* The settings of the current codes are the starting point for a new training. */
static void
fill_form (SemTrainingDialog *self)
{
  g_autoptr (GtkStringList) methods = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) bits = gtk_string_list_new (NULL);
  SemCodes *codes = sem_library_get_codes (self->library);
  guint n_bits = codes != NULL ? sem_codes_get_n_bits (codes) : 256;

  self->methods = sem_library_list_methods (self->library);
  for (guint i = 0; self->methods[i] != NULL; i++)
    gtk_string_list_append (methods, sem_words_for_method (self->methods[i]));
  adw_combo_row_set_model (self->method, G_LIST_MODEL (methods));
  for (guint i = 0; self->methods[i] != NULL; i++)
    if (codes && g_str_equal (self->methods[i], sem_codes_get_method (codes)))
      adw_combo_row_set_selected (self->method, i);
  for (guint i = 0; i < G_N_ELEMENTS (bits_choices); i++)
    gtk_string_list_take (bits, sem_words_for_distance (bits_choices[i]));
  adw_combo_row_set_model (self->bits, G_LIST_MODEL (bits));
  for (guint i = 0; i < G_N_ELEMENTS (bits_choices); i++)
    if (bits_choices[i] == n_bits)
      adw_combo_row_set_selected (self->bits, i);
  gtk_spin_button_set_value (self->seed, codes != NULL ? (double) sem_codes_get_seed (codes) : 1);
  method_cb (self->method, NULL, self);
}

GtkWindow *
sem_training_dialog_new (GtkWindow *parent, SemLibrary *library)
{
  SemTrainingDialog *self = g_object_new (SEM_TYPE_TRAINING_DIALOG, "transient-for", parent, NULL);
  static const char *const watched[] = {
    "notify::state",    "notify::progress", "notify::status",
    "notify::n-photos", "notify::offer",    "notify::training"
  };

  self->library = g_object_ref (library);
  fill_form (self);
  sem_codes_bar_set_library (self->codes_bar, library);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_swapped (library, watched[i], G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::codes", G_CALLBACK (update_course), self);
  g_signal_connect_swapped (sem_library_get_epochs (library), "items-changed",
                            G_CALLBACK (update_course), self);
  update_course (self);
  update (self);
  return GTK_WINDOW (self);
}
