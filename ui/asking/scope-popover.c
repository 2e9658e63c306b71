/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-scope-popover"

#include "config.h"

#include "ui/asking/scope-popover.h"

#include <glib/gi18n-lib.h>

#include "engine/model/library.h"
#include "ui/asking/query-words.h"
#include "ui/words.h"

#define TYPE_COLUMNS 3

struct _SemScopePopover
{
  GtkPopover parent_instance;

  GtkWidget *folders;
  GtkCheckButton *other_folders;
  GtkEditable *since;
  GtkEditable *until;
  GtkLabel *dates_hint;
  GtkWidget *orientations;
  GtkWidget *types;
  GtkWidget *everywhere;
  GtkWidget *search;

  GListModel *library;
  SemScope *scope; /* as it was set */
};

enum
{
  APPLY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemScopePopover, sem_scope_popover, GTK_TYPE_POPOVER)

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* Folders ---------------------------------------------------------------------------------------*/

static gboolean
has (char *const *strings, const char *string)
{
  return strings && g_strv_contains ((const char *const *) strings, string);
}

static gboolean
is_shown (SemScopePopover *self, const char *path)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->folders); row;
       row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (g_object_get_data (G_OBJECT (row), "path"), path))
      return TRUE;
  return FALSE;
}

static void
add_folder (SemScopePopover *self, const char *path, gboolean active)
{
  g_autofree char *name = sem_words_for_scope_folder (path);
  GtkWidget *row = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (row), label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row), active);
  gtk_widget_set_tooltip_text (row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  gtk_box_append (GTK_BOX (self->folders), row);
}

/* The folders of the library, and others that are searched. */
static void
show_folders (SemScopePopover *self)
{
  clear_box (self->folders);
  for (guint i = 0; self->library && i < g_list_model_get_n_items (self->library); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (self->library, i);
      const char *path = g_file_peek_path (sem_folder_get_file (folder));

      if (path)
        add_folder (self, path, has (self->scope->folders, path));
    }
  for (guint i = 0; self->scope->folders && self->scope->folders[i]; i++)
    if (!is_shown (self, self->scope->folders[i]))
      add_folder (self, self->scope->folders[i], TRUE);
}

static void
read_folders (SemScopePopover *self, SemScope *scope)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (GtkWidget *row = gtk_widget_get_first_child (self->folders); row;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (row)))
      g_ptr_array_add (chosen, g_object_get_data (G_OBJECT (row), "path"));
  g_ptr_array_add (chosen, NULL);
  sem_scope_set_folders (scope, (const char *const *) chosen->pdata);
}

/* Types and orientation -------------------------------------------------------------------------*/

static gboolean
has_kind (const SemScope *scope, SemPhotoKind kind)
{
  const char *const *endings = sem_photo_kind_get_endings (kind);

  for (guint i = 0; endings[i]; i++)
    if (has (scope->types, endings[i]))
      return TRUE;
  return FALSE;
}

static void
add_kind (SemScopePopover *self, SemPhotoKind kind)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (sem_words_for_kind (kind));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), has_kind (self->scope, kind));
  gtk_grid_attach (GTK_GRID (self->types), button, (int) kind % TYPE_COLUMNS,
                   (int) kind / TYPE_COLUMNS, 1, 1);
}

/* In the order of the kinds. */
static void
show_types (SemScopePopover *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->types)) != NULL)
    gtk_grid_remove (GTK_GRID (self->types), child);
  for (guint i = 0; i < SEM_PHOTO_OTHER_KIND; i++)
    add_kind (self, i);
}

/* Each stands for all endings of its format. */
static void
read_types (SemScopePopover *self, SemScope *scope)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  GtkWidget *button = gtk_widget_get_first_child (self->types);

  for (guint i = 0; button; button = gtk_widget_get_next_sibling (button), i++)
    for (const char *const *ending = sem_photo_kind_get_endings (i);
         gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)) && *ending; ending++)
      g_ptr_array_add (chosen, (gpointer) *ending);
  g_ptr_array_add (chosen, NULL);
  sem_scope_set_types (scope, (const char *const *) chosen->pdata);
}

static void
show_orientation (SemScopePopover *self)
{
  GtkWidget *first = NULL;

  clear_box (self->orientations);
  for (guint i = SEM_ORIENTATION_ANY; i <= SEM_ORIENTATION_SQUARE; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (sem_words_for_orientation (i));

      if (first)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
      else
        first = button;
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == self->scope->orientation);
      gtk_widget_set_hexpand (button, TRUE);
      gtk_box_append (GTK_BOX (self->orientations), button);
    }
}

static void
read_orientation (SemScopePopover *self, SemScope *scope)
{
  guint i = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (self->orientations); button;
       button = gtk_widget_get_next_sibling (button), i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
      scope->orientation = i;
}

/* Dates -----------------------------------------------------------------------------------------*/

/* (transfer full) (nullable): what the entry says, %NULL for nothing. */
static char *
read_date (GtkEditable *entry)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (*text != '\0')
    return text;
  g_free (text);
  return NULL;
}

static gboolean
check_entry (GtkEditable *entry, const char *date)
{
  const gboolean good = !date || sem_scope_check_date (date);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  return good;
}

static void
dates_changed_cb (SemScopePopover *self)
{
  g_autofree char *since = read_date (self->since), *until = read_date (self->until);
  const gboolean first = check_entry (self->since, since);
  const gboolean last = check_entry (self->until, until);
  const gboolean good = first && last && sem_scope_check_dates (since, until);

  if (first && last && !good)
    gtk_label_set_label (self->dates_hint, _("The first date is after the last one."));
  else if (!good)
    gtk_label_set_label (self->dates_hint,
                         _("Write a year, a month or a day: 2026, 2026-07 or 2026-07-01."));
  else
    gtk_label_set_label (self->dates_hint, _("Years, months or days, such as 2026-07"));
  gtk_widget_set_sensitive (self->search, good);
}

/* The popover -----------------------------------------------------------------------------------*/

static void
show_scope (SemScopePopover *self)
{
  show_folders (self);
  show_types (self);
  show_orientation (self);
  gtk_check_button_set_active (self->other_folders, self->scope->not_own_folder);
  gtk_editable_set_text (self->since, self->scope->since ? self->scope->since : "");
  gtk_editable_set_text (self->until, self->scope->until ? self->scope->until : "");
  dates_changed_cb (self);
}

static void
apply_cb (SemScopePopover *self)
{
  if (gtk_widget_get_sensitive (self->search))
    g_signal_emit (self, signals[APPLY], 0);
}

static void
everywhere_cb (SemScopePopover *self)
{
  g_autoptr (SemScope) before G_GNUC_UNUSED = g_steal_pointer (&self->scope);

  self->scope = sem_scope_new ();
  show_scope (self);
  g_signal_emit (self, signals[APPLY], 0);
}

static void
sem_scope_popover_show (GtkWidget *widget)
{
  show_scope (SEM_SCOPE_POPOVER (widget));

  GTK_WIDGET_CLASS (sem_scope_popover_parent_class)->show (widget);
}

static void
sem_scope_popover_finalize (GObject *object)
{
  SemScopePopover *self = SEM_SCOPE_POPOVER (object);

  g_clear_object (&self->library);
  sem_scope_free (self->scope);

  G_OBJECT_CLASS (sem_scope_popover_parent_class)->finalize (object);
}

static void
sem_scope_popover_class_init (SemScopePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sem_scope_popover_finalize;
  widget_class->show = sem_scope_popover_show;
  signals[APPLY] = g_signal_new ("apply", SEM_TYPE_SCOPE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/scope-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, folders);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, other_folders);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, since);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, until);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, dates_hint);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, orientations);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, types);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, everywhere);
  gtk_widget_class_bind_template_child (widget_class, SemScopePopover, search);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, dates_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, everywhere_cb);
}

static void
sem_scope_popover_init (SemScopePopover *self)
{
  self->scope = sem_scope_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_scope (self);
}

void
sem_scope_popover_set_folders (SemScopePopover *self, GListModel *folders)
{
  g_return_if_fail (SEM_IS_SCOPE_POPOVER (self));

  g_set_object (&self->library, folders);
}

void
sem_scope_popover_set_scope (SemScopePopover *self, const SemScope *scope)
{
  g_return_if_fail (SEM_IS_SCOPE_POPOVER (self));

  sem_scope_free (self->scope);
  self->scope = sem_scope_copy (scope);
  show_scope (self);
}

SemScope *
sem_scope_popover_dup_scope (SemScopePopover *self)
{
  SemScope *scope;
  g_autofree char *since = NULL, *until = NULL;

  g_return_val_if_fail (SEM_IS_SCOPE_POPOVER (self), NULL);

  scope = sem_scope_new ();
  since = read_date (self->since);
  until = read_date (self->until);
  read_folders (self, scope);
  read_types (self, scope);
  read_orientation (self, scope);
  sem_scope_set_dates (scope, since, until);
  scope->not_own_folder = gtk_check_button_get_active (self->other_folders);
  return scope;
}
