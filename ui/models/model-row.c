/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model-row"

#include "config.h"

#include "ui/models/model-row.h"

#include <glib/gi18n-lib.h>

#include "ui/asking/wrap-layout.h"
#include "ui/words.h"

struct _SemModelRow
{
  AdwExpanderRow parent_instance;

  SemLibrary *library;
  SemCodes *codes;
  gboolean active;
  double reach; /* -1 where it is not known */
};

enum
{
  USE,
  EXPORT,
  DELETE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemModelRow, sem_model_row, ADW_TYPE_EXPANDER_ROW)

static void
use_cb (SemModelRow *self)
{
  g_signal_emit (self, signals[USE], 0);
}

static void
export_cb (SemModelRow *self)
{
  g_signal_emit (self, signals[EXPORT], 0);
}

static void
delete_cb (SemModelRow *self)
{
  g_signal_emit (self, signals[DELETE], 0);
}

static void
name_cb (AdwEntryRow *entry, SemModelRow *self)
{
  sem_library_name_codes (self->library, sem_codes_get_id (self->codes),
                          gtk_editable_get_text (GTK_EDITABLE (entry)), NULL);
}

static void
note_cb (AdwEntryRow *entry, SemModelRow *self)
{
  sem_library_name_codes (self->library, sem_codes_get_id (self->codes), NULL,
                          gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* "GS-ITQ, 256 bits" */
static char *
describe_kind (const SemCodesRow *row)
{
  g_autofree char *bits = sem_words_for_distance (row->n_bits);

  return g_strdup_printf (_("%s, %s"), sem_words_for_method (row->method), bits);
}

/* @part: (transfer full) (nullable) */
static void
add_part (GString *text, char *part)
{
  sem_words_add_part (text, part);
  g_free (part);
}

static char *
describe (SemModelRow *self)
{
  const SemCodesRow *row = sem_codes_get_row (self->codes);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GDateTime) date =
    row->created > 0 ? g_date_time_new_from_unix_local (row->created) : NULL;
  g_autofree char *photos = sem_words_for_photos (row->n_trained);

  if (self->active)
    add_part (text, g_strdup (_("In use")));
  if (row->name)
    add_part (text, describe_kind (row));
  /* Translators: the name of a program of the user's own that describes photos */
  if (row->network)
    add_part (text, g_strdup_printf (_("network “%s”"), row->network));
  /* TRANSLATORS: a day and a time, as g_date_time_format() takes it */
  add_part (text, date ? g_date_time_format (date, _("%-e %B %Y, %H:%M")) : NULL);
  /* Translators: %s is "1,360 photos" */
  add_part (text, g_strdup_printf (_("trained on %s"), photos));
  if (row->imported)
    add_part (text, g_strdup (_("imported")));
  if (self->reach >= 0)
    add_part (text,
              g_strdup_printf (_("finds %.1f %% of the closest matches"), self->reach * 100));
  add_part (text, row->bytes > 0 ? g_format_size ((guint64) row->bytes) : NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_entry (SemModelRow *self, const char *title, const char *text, GCallback apply)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (GTK_EDITABLE (entry), text ? text : "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  g_signal_connect_object (entry, "apply", apply, self, 0);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), entry);
}

static void
add_button (GtkWidget *buttons, SemModelRow *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), button);
}

static void
show_facts (SemModelRow *self)
{
  g_autofree char *facts = describe (self);
  g_autofree char *subtitle = sem_words_keep_units (facts);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
}

static void
fill (SemModelRow *self)
{
  const SemCodesRow *row = sem_codes_get_row (self->codes);
  g_autofree char *title = sem_words_for_numbered_codes (self->codes);
  GtkWidget *last = adw_action_row_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  show_facts (self);
  add_entry (self, _("Name"), row->name, G_CALLBACK (name_cb));
  add_entry (self, _("Note"), row->note, G_CALLBACK (note_cb));
  if (self->active)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (last), _("These codes are in use."));
  else
    add_button (buttons, self, _("_Delete"), G_CALLBACK (delete_cb));
  add_button (buttons, self, _("_Export…"), G_CALLBACK (export_cb));
  if (!self->active)
    add_button (buttons, self, _("_Use"), G_CALLBACK (use_cb));
  gtk_widget_set_layout_manager (buttons, g_object_new (SEM_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (last), buttons);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), last);
}

static void
sem_model_row_dispose (GObject *object)
{
  SemModelRow *self = SEM_MODEL_ROW (object);

  g_clear_object (&self->library);
  g_clear_object (&self->codes);

  G_OBJECT_CLASS (sem_model_row_parent_class)->dispose (object);
}

static void
sem_model_row_class_init (SemModelRowClass *klass)
{
  static const char *const names[] = { "use", "export", "delete" };

  G_OBJECT_CLASS (klass)->dispose = sem_model_row_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], SEM_TYPE_MODEL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
sem_model_row_init (SemModelRow *self)
{
}

GtkWidget *
sem_model_row_new (SemLibrary *library, SemCodes *codes, gboolean active)
{
  SemModelRow *self = g_object_new (SEM_TYPE_MODEL_ROW, NULL);
  const SemCodesRow *row = sem_codes_get_row (codes);

  self->library = g_object_ref (library);
  self->codes = g_object_ref (codes);
  self->active = active;
  self->reach = row->compared ? row->after.reach : -1;
  fill (self);
  return GTK_WIDGET (self);
}

void
sem_model_row_set_reach (SemModelRow *self, double reach)
{
  g_return_if_fail (SEM_IS_MODEL_ROW (self));
  g_return_if_fail (reach >= 0 && reach <= 1);

  self->reach = reach;
  show_facts (self);
}

SemCodes *
sem_model_row_get_codes (SemModelRow *self)
{
  g_return_val_if_fail (SEM_IS_MODEL_ROW (self), NULL);
  return self->codes;
}
