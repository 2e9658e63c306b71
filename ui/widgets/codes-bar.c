/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-codes-bar"

#include "config.h"

#include "ui/widgets/codes-bar.h"

#include <glib/gi18n-lib.h>

#include "ui/models/beside-layout.h"
#include "ui/models/train-outcome.h"
#include "ui/words.h"

struct _SemCodesBar
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkLabel *sentence;
  GtkWidget *keep;
  GtkWidget *use;

  SemLibrary *library;
  gboolean held_back;
};

G_DEFINE_FINAL_TYPE (SemCodesBar, sem_codes_bar, GTK_TYPE_WIDGET)

static void
update (SemCodesBar *self)
{
  SemCodes *offer = sem_library_get_offer (self->library);
  const char *comparison = offer != NULL ? sem_codes_get_comparison (offer) : NULL;
  g_autofree char *sentence =
    /* Translators: two sentences, and what is between them. */
    g_strdup_printf (_("%s %s"), _("Training has finished."),
                     comparison != NULL ? comparison : "");
  g_autofree char *kept = sem_words_keep_units (g_strchomp (sentence));

  /* "Training has finished" is not said beside the training that runs. */
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer),
                                 offer != NULL && !self->held_back
                                   && sem_library_get_state (self->library)
                                        != SEM_LIBRARY_TRAINING);
  if (offer)
    gtk_label_set_label (self->sentence, kept);
  sem_train_outcome_suggest (self->keep, self->use, offer);
}

static void
use_cb (GtkButton *button, SemCodesBar *self)
{
  sem_train_outcome_decide (GTK_WIDGET (self), self->library, TRUE);
}

static void
keep_cb (GtkButton *button, SemCodesBar *self)
{
  sem_train_outcome_decide (GTK_WIDGET (self), self->library, FALSE);
}

static void
sem_codes_bar_dispose (GObject *object)
{
  SemCodesBar *self = SEM_CODES_BAR (object);

  if (self->library)
    g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_codes_bar_parent_class)->dispose (object);
}

static void
sem_codes_bar_class_init (SemCodesBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_codes_bar_dispose;
  g_type_ensure (SEM_TYPE_BESIDE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/codes-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SemCodesBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SemCodesBar, sentence);
  gtk_widget_class_bind_template_child (widget_class, SemCodesBar, keep);
  gtk_widget_class_bind_template_child (widget_class, SemCodesBar, use);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "codesbar");
}

static void
sem_codes_bar_init (SemCodesBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_codes_bar_set_library (SemCodesBar *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_CODES_BAR (self));
  g_return_if_fail (SEM_IS_LIBRARY (library));
  g_return_if_fail (!self->library);

  self->library = g_object_ref (library);
  g_signal_connect_swapped (library, "notify::offer", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (update), self);
  update (self);
}

void
sem_codes_bar_set_held_back (SemCodesBar *self, gboolean held_back)
{
  g_return_if_fail (SEM_IS_CODES_BAR (self));

  self->held_back = held_back;
  if (self->library)
    update (self);
}
