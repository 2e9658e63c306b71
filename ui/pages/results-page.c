/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-results-page"

#include "config.h"

#include "ui/pages/results-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/asking/query-words.h"
#include "ui/likeness/results-words.h"
#include "ui/pages/page-keys.h"
#include "ui/toast.h"
#include "ui/pictures/texture.h"
#include "ui/words.h"

G_DEFINE_FINAL_TYPE (SemResultsPage, sem_results_page, GTK_TYPE_WIDGET)

/* What stands in for the photos where there are none. */
static void
show_nothing (SemResultsPage *self, SemResults *results)
{
  const char *description;
  const char *title = sem_results_words_for_nothing (results, &description);

  if (sem_library_get_n_photos (sem_session_get_library (self->session)) == 0)
    title = sem_results_words_for_no_photos (&description);
  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing, description);
  gtk_widget_set_visible (self->more_of_nothing, sem_results_get_has_more (results));
  gtk_widget_set_visible (self->all_of_nothing, sem_results_words_is_narrow (results));
}

/* Where likeness ends, or the copies do: the bar below the grid is the divider, with the button
 * that shows or hides the hits below it. */
static void
show_end (SemResultsPage *self, SemResults *results)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (results));
  const guint n_first = sem_results_get_n_first (results);
  const gboolean more =
    sem_results_get_has_more (results) || sem_session_get_can_find_more (self->session);

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "grid" : "nothing");
  gtk_widget_set_visible (self->less_bar,
                          n > 0 && (more || n > n_first || sem_results_get_is_cut (results)));
  gtk_widget_set_visible (self->more, more);
  gtk_widget_set_visible (self->fewer, !more && n > n_first);
  gtk_label_set_label (self->less_label, sem_results_words_for_end (results));
  show_nothing (self, results);
}

static void
show_likeness (SemResultsPage *self, SemResults *results)
{
  const SemSpread *spread = sem_results_get_spread (results);
  const SemBounds bounds = sem_results_get_bounds (results);

  gtk_widget_set_visible (GTK_WIDGET (self->likeness), spread != NULL);
  if (spread)
    sem_likeness_slider_show (self->likeness, spread, &bounds);
}

/* That a search for copies found similar photos is no answer: it says how many copies there are.
 * Where there is none, the page says so, and nothing else does. */
static void
describe_here (SemResultsPage *self, SemResults *results)
{
  const gboolean none = g_list_model_get_n_items (G_LIST_MODEL (results)) == 0;
  g_autofree char *found = none ? g_strdup (_("None")) : sem_words_for_found (results);
  g_autofree char *duration = sem_words_for_milliseconds (sem_results_get_milliseconds (results));
  g_autofree char *code = sem_words_for_distance (sem_results_get_n_bits (results));
  g_autofree char *facts = g_strdup_printf ("%s · %s", found, duration);

  adw_window_title_set_subtitle (self->window_title,
                                 none || sem_results_words_title_counts (results) ? duration
                                                                                  : facts);
  sem_query_well_set_found (self->well, found, duration, code);
}

static void
describe_found (SemResultsPage *self, SemResults *results)
{
  if (sem_results_page_get_is_elsewhere (self))
    sem_results_page_archive_cb (self);
  else
    describe_here (self, results);
}

/* After another place was chosen. */
static void
switched_cb (SemResultsPage *self)
{
  if (self->shown)
    describe_found (self, self->shown);
}

static void
show_title (SemResultsPage *self, SemResults *results)
{
  g_autofree char *title = sem_results_words_for_title (results);

  adw_window_title_set_title (self->window_title, title);
}

/* As they are now. */
static void
describe (SemResultsPage *self, SemResults *results)
{
  show_title (self, results);
  show_likeness (self, results);
  describe_found (self, results);
  show_end (self, results);
}

static void
proven_cb (SemResultsPage *self, SemResults *results)
{
  if (results == self->shown)
    describe (self, results);
}

/* More may not have been found: the button to try again is back. */
static void
error_cb (SemResultsPage *self)
{
  SemResults *results = sem_session_get_results (self->session);

  if (results && results == self->shown)
    show_end (self, results);
}

/* What is under the pointer shall not move when results change their order. */
static void
hold_pointed (SemResultsPage *self)
{
  guint position = SEM_SESSION_NONE;

  if (!self->session)
    return;
  if (self->pointer_x >= 0)
    position = sem_photo_grid_get_position_at (self->grid, self->pointer_x, self->pointer_y);
  sem_session_set_held (self->session, position);
}

static void
pointer_cb (GtkEventControllerMotion *controller, double x, double y, SemResultsPage *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  hold_pointed (self);
}

static void
pointer_left_cb (GtkEventControllerMotion *controller, SemResultsPage *self)
{
  self->pointer_x = -1;
  hold_pointed (self);
}

/* Scroll position and focus belong to the search, so that they come back with it. */
static void
place_changed_cb (SemPhotoGrid *grid, SemResultsPage *self)
{
  SemGridPlace place = sem_photo_grid_get_place (grid);

  if (self->updating || !self->session)
    return;
  sem_session_set_scroll (self->session, place.scroll);
  sem_session_set_focus (self->session, place.focus);
  hold_pointed (self);
}

/* The session ---------------------------------------------------------------------------------- */

static void
selected_match_cb (SemResultsPage *self)
{
  g_autoptr (SemMatch) match = sem_session_dup_selected_match (self->session);

  sem_query_well_set_match (self->well, match);
}

/* At the library the last results stay visible, since the window may still animate the change. */
static void
results_cb (SemResultsPage *self)
{
  SemResults *results = sem_session_get_results (self->session);
  SemGridPlace place = { sem_session_get_scroll (self->session),
                         sem_session_get_focus (self->session) };

  if (!results)
    return;
  self->updating = TRUE;
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  sem_query_well_set_results (self->well, results, sem_session_get_photo (self->session));
  describe (self, results);
  for (guint i = 0; self->shown != results && i < 2; i++)
    g_signal_connect_object (results, i == 0 ? "proven" : "refined", G_CALLBACK (proven_cb), self,
                             G_CONNECT_SWAPPED);
  self->shown = results;
  sem_photo_grid_set_model (self->grid, G_LIST_MODEL (results));
  sem_results_page_select_hit (self);
  sem_photo_grid_set_place (self->grid, &place);
  self->updating = FALSE;
  selected_match_cb (self);
}

static void
selected_cb (SemPhotoGrid *grid, GParamSpec *pspec, SemResultsPage *self)
{
  if (self->updating)
    return;
  self->updating = TRUE; /* the session knows one hit; the grid may have more */
  sem_session_set_selected (self->session, sem_photo_grid_get_selected_position (grid));
  self->updating = FALSE;
}

/* The session moves the selection with its hit. Of other results than the grid's this comes too
 * early. */
static void
session_selected_cb (SemResultsPage *self)
{
  if (!self->updating && self->shown && sem_session_get_results (self->session) == self->shown)
    sem_results_page_select_hit (self);
}

/* The buttons of the well act on the selected hit. */
static void
grid_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (widget);
  g_autofree char *action = g_strconcat ("grid.", strchr (name, '.') + 1, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self->grid), action, NULL);
}

/* The focus goes to the grid, since the button that had it disappears. */
static void
more_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (widget);
  SemResults *results = self->session ? sem_session_get_results (self->session) : NULL;

  if (!results)
    return;
  if (sem_results_get_has_more (results))
    sem_results_show_more (results);
  else
    sem_session_find_more (self->session);
  describe (self, results);
  sem_results_page_take_focus (self);
}

static void
fewer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (widget);
  SemResults *results = self->session ? sem_session_get_results (self->session) : NULL;

  if (!results)
    return;
  sem_results_show_fewer (results);
  describe (self, results);
  sem_results_page_take_focus (self);
}

static void
reset_likeness_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (widget);

  sem_likeness_slider_take_focus (self->likeness);
  sem_likeness_slider_reset (self->likeness);
}

static void
likeness_cb (SemLikenessSlider *slider, SemResultsPage *self)
{
  const SemBounds bounds = sem_likeness_slider_get_bounds (slider);
  SemResults *results = self->session ? sem_session_get_results (self->session) : NULL;
  SemBounds shown;

  if (!results)
    return;
  shown = sem_results_get_bounds (results);
  if (sem_session_get_searching (self->session) || bounds.min != shown.min
      || bounds.max != shown.max)
    sem_session_narrow (self->session, &bounds);
}

/* The pane of the query ------------------------------------------------------------------------ */

/* Where the window is narrow the pane lies over the photos, and has the focus meanwhile. */
static void
revealed_cb (AdwFlap *flap, GParamSpec *pspec, SemResultsPage *self)
{
  if (!adw_flap_get_folded (flap) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (adw_flap_get_reveal_flap (flap))
    gtk_widget_child_focus (GTK_WIDGET (self->well), GTK_DIR_TAB_FORWARD);
  else
    sem_results_page_take_focus (self);
}

static void
sem_results_page_dispose (GObject *object)
{
  SemResultsPage *self = SEM_RESULTS_PAGE (object);

  self->updating = TRUE;
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_results_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, flap);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, places);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, archive_view);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, grid);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, well);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, query_bar);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, less_bar);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, less_label);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, more);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, fewer);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, more_of_nothing);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, all_of_nothing);
  gtk_widget_class_bind_template_child (widget_class, SemResultsPage, likeness);
  gtk_widget_class_bind_template_callback (widget_class, sem_results_page_archive_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, likeness_cb);
}

static void
sem_results_page_class_init (SemResultsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_results_page_dispose;

  g_type_ensure (SEM_TYPE_ARCHIVE_VIEW);
  g_type_ensure (SEM_TYPE_LIKENESS_SLIDER);
  g_type_ensure (SEM_TYPE_PHOTO_GRID);
  g_type_ensure (SEM_TYPE_BACK_BUTTON);
  g_type_ensure (SEM_TYPE_QUERY_BAR);
  g_type_ensure (SEM_TYPE_QUERY_WELL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/results-page.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "results.find-similar", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "results.open", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "results.show-in-folder", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "results.show-more", NULL, more_action);
  gtk_widget_class_install_action (widget_class, "results.show-fewer", NULL, fewer_action);
  gtk_widget_class_install_action (widget_class, "results.reset-likeness", NULL,
                                   reset_likeness_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  sem_page_keys_add (widget_class);
}

static void
sem_results_page_init (SemResultsPage *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->pointer_x = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), motion);
  sem_toast_keep_above (self->less_bar);
}

void
sem_results_page_set_session (SemResultsPage *self, SemSession *session)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));
  g_return_if_fail (SEM_IS_SESSION (session) && !self->session);

  self->session = g_object_ref (session);
  sem_query_bar_set_session (self->query_bar, session);
  sem_results_page_connect_archive (self);
  g_signal_connect_object (sem_query_bar_get_archive_switch (self->query_bar), "changed",
                           G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  sem_back_button_set_session (self->back_button, session);
  g_signal_connect_object (session, "notify::results", G_CALLBACK (results_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::error", G_CALLBACK (error_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selected", G_CALLBACK (session_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selected-match", G_CALLBACK (selected_match_cb), self,
                           G_CONNECT_SWAPPED);
  results_cb (self);
}

SemPhotoGrid *
sem_results_page_get_grid (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), NULL);

  return self->grid;
}

SemQueryBar *
sem_results_page_get_query_bar (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), NULL);

  return self->query_bar;
}

void
sem_results_page_show_history (SemResultsPage *self)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));

  sem_back_button_popup (self->back_button);
}

void
sem_results_page_set_menu (SemResultsPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

void
sem_results_page_take_focus (SemResultsPage *self)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));

  /* An end of the slider that is being moved is not set while the results follow. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->likeness))
      || sem_query_bar_has_focus (self->query_bar))
    return;
  if (sem_results_page_get_is_elsewhere (self))
    sem_archive_view_take_focus (self->archive_view);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

void
sem_results_page_toggle_details (SemResultsPage *self)
{
  g_return_if_fail (SEM_IS_RESULTS_PAGE (self));

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

gboolean
sem_results_page_step_back (SemResultsPage *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS_PAGE (self), FALSE);

  if (!adw_flap_get_folded (self->flap) || !adw_flap_get_reveal_flap (self->flap))
    return FALSE;
  adw_flap_set_reveal_flap (self->flap, FALSE);
  return TRUE;
}
