/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-words-field"

#include "config.h"

#include "ui/asking/words-field.h"

#include <glib/gi18n-lib.h>

#include "engine/model/asking/other-network.h"
#include "ui/accessible.h"

/* In characters, each of up to four bytes: the maximum length of words for a program. */
#define MOST 250
#define WIDTH 20

struct _SemWordsField
{
  GtkWidget parent_instance;

  GtkEntry *entry;
  SemSession *session;
};

G_DEFINE_FINAL_TYPE (SemWordsField, sem_words_field, GTK_TYPE_WIDGET)

/* Asking ----------------------------------------------------------------------------------------*/

static void
ask (SemWordsField *self, const char *words)
{
  SemQuery *query = sem_session_get_query (self->session);
  g_autoptr (SemQuery) made = NULL;

  if (g_strcmp0 (query ? sem_query_get_words (query) : NULL, words) == 0)
    return;
  made = query ? sem_query_new_with_words (query, words) : sem_query_new_for_words (words);
  if (!made)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-library", NULL);
  else if (query)
    sem_session_change_query (self->session, made, NULL);
  else
    sem_session_search (self->session, made, NULL);
}

static void
activate_cb (GtkEntry *entry, SemWordsField *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));

  g_strstrip (words);
  if (self->session)
    ask (self, *words ? words : NULL);
}

static void
changed_cb (SemWordsField *self)
{
  const gboolean any = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';

  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     any ? "edit-clear-symbolic" : NULL);
  if (any)
    gtk_entry_set_icon_tooltip_text (self->entry, GTK_ENTRY_ICON_SECONDARY, _("Remove the Words"));
}

static void
icon_cb (GtkEntry *entry, GtkEntryIconPosition position, SemWordsField *self)
{
  if (position != GTK_ENTRY_ICON_SECONDARY)
    return;
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  activate_cb (entry, self);
}

/* What is asked --------------------------------------------------------------------------------*/

static void
update_visible (SemWordsField *self)
{
  SemQuery *query = sem_session_get_query (self->session);
  gboolean takes;

  g_object_get (sem_session_get_library (self->session), "takes-words", &takes, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), takes || (query && sem_query_get_words (query)));
}

/* Text that is typed meanwhile stays where the query is still the same. */
static void
query_cb (SemWordsField *self)
{
  SemQuery *query = sem_session_get_query (self->session);
  const char *words = query ? sem_query_get_words (query) : NULL;

  update_visible (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), words ? words : "");
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* Widget ----------------------------------------------------------------------------------------*/

static gboolean
sem_words_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SEM_WORDS_FIELD (widget)->entry));
}

static void
sem_words_field_dispose (GObject *object)
{
  SemWordsField *self = SEM_WORDS_FIELD (object);

  if (self->session)
    {
      g_signal_handlers_disconnect_by_data (sem_session_get_library (self->session), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  g_clear_object (&self->session);
  if (self->entry)
    gtk_widget_unparent (GTK_WIDGET (self->entry));
  self->entry = NULL;

  G_OBJECT_CLASS (sem_words_field_parent_class)->dispose (object);
}

static void
sem_words_field_class_init (SemWordsFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_words_field_dispose;
  widget_class->grab_focus = sem_words_field_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "wordsfield");
}

static void
sem_words_field_init (SemWordsField *self)
{
  GtkWidget *entry = gtk_entry_new ();

  self->entry = GTK_ENTRY (entry);
  gtk_entry_set_placeholder_text (self->entry, _("Search with Words"));
  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_PRIMARY, "edit-find-symbolic");
  gtk_entry_set_icon_activatable (self->entry, GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_max_length (self->entry, MOST);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), WIDTH);
  g_object_set (entry, "truncate-multiline", TRUE, NULL);
  sem_accessible_set_label (entry, _("Search with Words"));
  gtk_widget_set_parent (entry, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (entry, "icon-press", G_CALLBACK (icon_cb), self);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), self);
}

void
sem_words_field_set_session (SemWordsField *self, SemSession *session)
{
  g_return_if_fail (SEM_IS_WORDS_FIELD (self));
  g_return_if_fail (SEM_IS_SESSION (session) && !self->session);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::query", G_CALLBACK (query_cb), self);
  g_signal_connect_swapped (sem_session_get_library (session), "notify::takes-words",
                            G_CALLBACK (update_visible), self);
  query_cb (self);
}
