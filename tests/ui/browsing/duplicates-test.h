/* duplicates-test.h - what tests of the page of duplicates share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/ui/ui-test.h"
#include "ui/duplicates/duplicate-cell.h"
#include "ui/duplicates/duplicates-page-private.h"
#include "ui/window-private.h"

#define GROUPS "copy!1,2,3 same!4,7 maybe?8,9 burst?10,11 pair?12,13"

static inline SemDuplicatesPage *
page (Fixture *fixture)
{
  return sem_window_get_duplicates_page (fixture->window);
}

static inline SemDuplicatesView *
view (Fixture *fixture)
{
  return sem_duplicates_page_get_view (page (fixture));
}

static inline SemDuplicateFinder *
finder (Fixture *fixture)
{
  return sem_duplicates_page_get_finder (page (fixture));
}

static inline SemDuplicateList *
list (Fixture *fixture)
{
  return sem_duplicate_finder_get_list (finder (fixture));
}

static inline SemDuplicateSet *
current (Fixture *fixture)
{
  return sem_duplicates_view_get_current (view (fixture), NULL);
}

static inline guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list (fixture)));
}

static inline void
open_page (Fixture *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (2));
  g_assert_true (sem_window_get_shows_duplicates (fixture->window));
}

/* The cell of the photo that has the focus, once it is there. */
static inline SemDuplicateCell *
wait_for_cell (Fixture *fixture)
{
  GtkWidget *focus = NULL;

  wait_until ((focus = gtk_window_get_focus (GTK_WINDOW (fixture->window)))
              && SEM_IS_DUPLICATE_CELL (focus));
  return SEM_DUPLICATE_CELL (focus);
}

static inline void
open_groups (Fixture *fixture, const char *groups)
{
  ui_test_fill (fixture, 30);
  open_page (fixture);
  wait_until (sem_duplicate_finder_get_running (finder (fixture)));
  sem_fake_duplicates_finish (finder (fixture), groups);
  g_assert_cmpstr (sem_duplicates_page_get_shown (page (fixture)), ==, "groups");
  ui_test_settle (fixture);
  gtk_widget_grab_focus (GTK_WIDGET (page (fixture)));
  wait_for_cell (fixture);
}

static inline gboolean
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view (fixture)));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &taken);
    }
  return taken;
}

static inline void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page (fixture)), action, NULL));
}

static inline void
assert_moves (const char *expected)
{
  g_autofree char *moves = sem_fake_steal_moves ();

  g_assert_cmpstr (moves, ==, expected);
}
