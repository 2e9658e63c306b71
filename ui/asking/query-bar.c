/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-query-bar"

#include "config.h"

#include "ui/asking/query-bar.h"

#include <glib/gi18n-lib.h>

#include "engine/model/asking/other-network.h"
#include "ui/archive/archive-switch.h"
#include "ui/asking/query-chip.h"
#include "ui/asking/query-words.h"
#include "ui/asking/scope-popover.h"
#include "ui/asking/words-field.h"
#include "ui/asking/wrap-layout.h"
#include "ui/photo-actions.h"
#include "ui/toast.h"

struct _SemQueryBar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *chips; /* after them the words */
  SemWordsField *words;
  GtkWidget *add_button;
  GtkMenuButton *scope_button;
  SemArchiveSwitch *archive_switch;
  SemScopePopover *scope_popover;
  GtkDropTarget *drop_target;

  SemSession *session;
  gboolean narrow;
};

enum
{
  PROP_NARROW = 1,
};

enum
{
  MARK_REGION,
  OPEN_SOURCE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemQueryBar, sem_query_bar, GTK_TYPE_WIDGET)

/* Keys ------------------------------------------------------------------------------------------*/

/* (transfer container): what has the focus in turn. */
static GPtrArray *
list_stops (SemQueryBar *self)
{
  GPtrArray *stops = g_ptr_array_new ();

  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip;
       chip = gtk_widget_get_next_sibling (chip))
    if (gtk_widget_get_visible (chip))
      g_ptr_array_add (stops, chip);
  g_ptr_array_add (stops, self->add_button);
  g_ptr_array_add (stops, self->scope_button);
  if (gtk_widget_get_visible (GTK_WIDGET (self->archive_switch)))
    g_ptr_array_add (stops, sem_archive_switch_get_button (self->archive_switch));
  return stops;
}

/* Returns: the number of the stop that has the focus, -1 for none. */
static int
find_focus (SemQueryBar *self, const GPtrArray *stops)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus && i < stops->len; i++)
    if (focus == stops->pdata[i] || gtk_widget_is_ancestor (focus, stops->pdata[i]))
      return (int) i;
  return -1;
}

static gboolean
is_in_popover (SemQueryBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL;
}

static gboolean
sem_query_bar_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SemQueryBar *self = SEM_QUERY_BAR (widget);
  g_autoptr (GPtrArray) stops = list_stops (self);
  const gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int now = find_focus (self, stops);
  int next = now;

  if (now < 0)
    return gtk_widget_grab_focus (stops->pdata[0]);
  if (is_in_popover (self))
    return GTK_WIDGET_CLASS (sem_query_bar_parent_class)->focus (widget, direction);
  if (direction == GTK_DIR_LEFT)
    next += from_right ? 1 : -1;
  else if (direction == GTK_DIR_RIGHT)
    next += from_right ? -1 : 1;
  else
    return FALSE;
  gtk_widget_grab_focus (stops->pdata[CLAMP (next, 0, (int) stops->len - 1)]);
  return TRUE;
}

/* Chips -----------------------------------------------------------------------------------------*/

static void
add_scope (SemQueryBar *self, const SemScope *scope)
{
  GtkBox *chips = GTK_BOX (self->chips);

  for (guint i = 0; scope->folders && scope->folders[i]; i++)
    {
      g_autofree char *place = sem_words_for_scope_place (scope->folders[i]);
      GtkWidget *chip = sem_query_chip_new_for_scope (place, SEM_SCOPE_FOLDER + i);
      g_autofree char *whole = sem_words_for_scope_folder (scope->folders[i]);

      sem_query_chip_set_tooltip (SEM_QUERY_CHIP (chip), whole);
      gtk_box_append (chips, chip);
    }
  if (scope->since || scope->until)
    {
      g_autofree char *dates = sem_words_for_dates (scope->since, scope->until);

      gtk_box_append (chips, sem_query_chip_new_for_scope (dates, SEM_SCOPE_DATES));
    }
  if (scope->orientation != SEM_ORIENTATION_ANY)
    gtk_box_append (chips,
                    sem_query_chip_new_for_scope (sem_words_for_orientation (scope->orientation),
                                                  SEM_SCOPE_ORIENTATION));
  if (scope->types)
    {
      g_autofree char *types = sem_words_for_types (scope->types);

      gtk_box_append (chips, sem_query_chip_new_for_scope (types, SEM_SCOPE_TYPES));
    }
  if (scope->not_own_folder)
    gtk_box_append (chips,
                    sem_query_chip_new_for_scope (_("Other folders only"), SEM_SCOPE_OWN_FOLDER));
}

static void
remove_chips (SemQueryBar *self)
{
  GtkWidget *words = GTK_WIDGET (self->words), *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != words)
    gtk_box_remove (GTK_BOX (self->chips), child);
}

/* Words beside the chips would leave them none, in a narrow window or with many of them; there the
 * names of several would be cut to a letter each. */
static void
fit (SemQueryBar *self, guint n_sources)
{
  const gboolean many = n_sources > (self->narrow ? 1 : SEM_QUERY_CHIP_MAX_NAMED);

  sem_archive_switch_set_narrow (self->archive_switch, self->narrow || many);
  for (GtkWidget *child = gtk_widget_get_first_child (self->chips); child;
       child = gtk_widget_get_next_sibling (child))
    if (SEM_IS_QUERY_CHIP (child))
      sem_query_chip_set_named (SEM_QUERY_CHIP (child), !many);
}

/* A chip that had the focus hands it to the one that takes its place. */
static void
results_cb (SemQueryBar *self)
{
  SemResults *results = sem_session_get_results (self->session);
  SemQuery *query = results ? sem_results_get_query (results) : NULL;
  g_autoptr (GPtrArray) before = list_stops (self);
  const int focus =
    gtk_widget_get_focus_child (GTK_WIDGET (self->words)) ? -1 : find_focus (self, before);

  if (!query)
    return;
  remove_chips (self);
  for (guint i = 0; i < sem_query_get_n_sources (query); i++)
    gtk_box_append (GTK_BOX (self->chips), sem_query_chip_new_for_source (results, i));
  fit (self, sem_query_get_n_sources (query));
  add_scope (self, sem_query_get_scope (query));
  gtk_box_reorder_child_after (GTK_BOX (self->chips), GTK_WIDGET (self->words),
                               gtk_widget_get_last_child (self->chips));
  sem_scope_popover_set_scope (self->scope_popover, sem_query_get_scope (query));
  if (focus >= 0)
    {
      g_autoptr (GPtrArray) after = list_stops (self);

      gtk_widget_grab_focus (after->pdata[MIN ((guint) focus, after->len - 1)]);
    }
}

/* Changes ---------------------------------------------------------------------------------------*/

/* @query: (transfer full) (nullable): %NULL where nothing would be left to search for. */
static void
search (SemQueryBar *self, SemQuery *query)
{
  g_autoptr (SemQuery) owned G_GNUC_UNUSED = query;

  if (query)
    sem_session_change_query (self->session, query, NULL);
  else
    sem_toast_show (GTK_WIDGET (self),
                    _("A query needs a photo that the results shall resemble. Add another one "
                      "first."));
}

static void
source_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemQueryBar *self = SEM_QUERY_BAR (widget);
  SemQuery *query = sem_session_get_query (self->session);
  const guint source = g_variant_get_uint32 (parameter);

  if (!query || source >= sem_query_get_n_sources (query))
    return;
  if (g_str_equal (name, "query.remove"))
    search (self, sem_query_new_without (query, source));
  else if (g_str_equal (name, "query.whole"))
    search (self, sem_query_new_with_region (query, source, NULL));
  else if (g_str_equal (name, "query.mark-region"))
    g_signal_emit (self, signals[MARK_REGION], 0, source);
  else
    search (self, sem_query_new_weighed (query, source, g_str_equal (name, "query.like")));
}

/* The last photo that is removed ends the search. */
static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemQueryBar *self = SEM_QUERY_BAR (widget);
  SemQuery *query = sem_session_get_query (self->session);

  if (query && sem_query_get_n_sources (query) == 1 && !sem_query_get_words (query))
    gtk_widget_activate_action (widget, "win.show-library", NULL);
  else
    source_action (widget, name, parameter);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemQueryBar *self = SEM_QUERY_BAR (widget);
  SemQuery *query = sem_session_get_query (self->session);
  const guint source = g_variant_get_uint32 (parameter);
  g_autoptr (GFile) file = query && source < sem_query_get_n_sources (query)
                             ? sem_query_dup_source_file (query, source)
                             : NULL;

  if (!query || source >= sem_query_get_n_sources (query))
    return;
  /* What is on a phone or a share is not read twice. */
  if (file && !g_file_peek_path (file))
    sem_file_open (file, widget);
  else
    g_signal_emit (self, signals[OPEN_SOURCE], 0, source);
}

static void
remove_folder (SemScope *scope, guint number)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  for (guint i = 0; scope->folders && scope->folders[i]; i++)
    if (i != number)
      g_ptr_array_add (rest, scope->folders[i]);
  g_ptr_array_add (rest, NULL);
  sem_scope_set_folders (scope, (const char *const *) rest->pdata);
}

static void
remove_scope_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemQueryBar *self = SEM_QUERY_BAR (widget);
  SemQuery *query = sem_session_get_query (self->session);
  g_autoptr (SemScope) scope = query ? sem_scope_copy (sem_query_get_scope (query)) : NULL;
  const guint part = g_variant_get_uint32 (parameter);

  if (!scope)
    return;
  switch (part)
    {
    case SEM_SCOPE_DATES:
      sem_scope_set_dates (scope, NULL, NULL);
      break;
    case SEM_SCOPE_ORIENTATION:
      scope->orientation = SEM_ORIENTATION_ANY;
      break;
    case SEM_SCOPE_TYPES:
      sem_scope_set_types (scope, NULL);
      break;
    case SEM_SCOPE_OWN_FOLDER:
      scope->not_own_folder = FALSE;
      break;
    default:
      remove_folder (scope, part - SEM_SCOPE_FOLDER);
    }
  search (self, sem_query_new_with_scope (query, scope));
}

static void
scope_applied_cb (SemScopePopover *popover, SemQueryBar *self)
{
  SemQuery *query = sem_session_get_query (self->session);
  g_autoptr (SemScope) scope = sem_scope_popover_dup_scope (popover);

  gtk_menu_button_popdown (self->scope_button);
  if (query && !sem_scope_equal (scope, sem_query_get_scope (query)))
    search (self, sem_query_new_with_scope (query, scope));
}

static void
narrow_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sem_query_bar_narrow (SEM_QUERY_BAR (widget));
}

/* Widget ----------------------------------------------------------------------------------------*/

static void
sem_query_bar_dispose (GObject *object)
{
  SemQueryBar *self = SEM_QUERY_BAR (object);

  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_query_bar_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "query.like", "u", source_action },
    { "query.unlike", "u", source_action },
    { "query.whole", "u", source_action },
    { "query.mark-region", "u", source_action },
    { "query.open", "u", open_action },
    { "query.remove", "u", remove_action },
    { "query.remove-scope", "u", remove_scope_action },
    { "query.narrow", NULL, narrow_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}

static void
sem_query_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemQueryBar *self = SEM_QUERY_BAR (object);
  SemQuery *query = self->session ? sem_session_get_query (self->session) : NULL;

  self->narrow = g_value_get_boolean (value);
  fit (self, query ? sem_query_get_n_sources (query) : 0);
}

static void
sem_query_bar_class_init (SemQueryBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_query_bar_dispose;
  G_OBJECT_CLASS (klass)->set_property = sem_query_bar_set_property;
  g_object_class_install_property (
    G_OBJECT_CLASS (klass), PROP_NARROW,
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  widget_class->focus = sem_query_bar_focus;
  signals[MARK_REGION] = g_signal_new ("mark-region", SEM_TYPE_QUERY_BAR, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[OPEN_SOURCE] = g_signal_new ("open-source", SEM_TYPE_QUERY_BAR, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_type_ensure (SEM_TYPE_ARCHIVE_SWITCH);
  g_type_ensure (SEM_TYPE_SCOPE_POPOVER);
  g_type_ensure (SEM_TYPE_WORDS_FIELD);
  g_type_ensure (SEM_TYPE_WRAP_LAYOUT);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/query-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, box);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, chips);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, words);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, add_button);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, scope_button);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, archive_switch);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, scope_popover);
  gtk_widget_class_bind_template_child (widget_class, SemQueryBar, drop_target);
  gtk_widget_class_bind_template_callback (widget_class, scope_applied_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "querybar");
}

static void
sem_query_bar_init (SemQueryBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_query_bar_set_session (SemQueryBar *self, SemSession *session)
{
  g_return_if_fail (SEM_IS_QUERY_BAR (self));
  g_return_if_fail (SEM_IS_SESSION (session) && !self->session);

  self->session = g_object_ref (session);
  sem_scope_popover_set_folders (self->scope_popover,
                                 sem_library_get_folders (sem_session_get_library (session)));
  sem_words_field_set_session (self->words, session);
  g_signal_connect_swapped (session, "notify::results", G_CALLBACK (results_cb), self);
  results_cb (self);
}

SemArchiveSwitch *
sem_query_bar_get_archive_switch (SemQueryBar *self)
{
  g_return_val_if_fail (SEM_IS_QUERY_BAR (self), NULL);

  return self->archive_switch;
}

GtkDropTarget *
sem_query_bar_get_drop_target (SemQueryBar *self)
{
  g_return_val_if_fail (SEM_IS_QUERY_BAR (self), NULL);

  return self->drop_target;
}

gboolean
sem_query_bar_has_focus (SemQueryBar *self)
{
  g_autoptr (GPtrArray) stops = NULL;

  g_return_val_if_fail (SEM_IS_QUERY_BAR (self), FALSE);

  stops = list_stops (self);
  return find_focus (self, stops) >= 0;
}

void
sem_query_bar_focus_source (SemQueryBar *self, guint source)
{
  g_autoptr (GPtrArray) stops = NULL;

  g_return_if_fail (SEM_IS_QUERY_BAR (self));

  stops = list_stops (self);
  gtk_widget_grab_focus (stops->pdata[MIN (source, stops->len - 1)]);
}

void
sem_query_bar_narrow (SemQueryBar *self)
{
  g_return_if_fail (SEM_IS_QUERY_BAR (self));

  gtk_menu_button_popup (self->scope_button);
}
