/* asking.h - what tests of the query share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/ui/ui-test.h"
#include "ui/asking/query-chip.h"
#include "ui/window-private.h"

static inline SemQueryBar *
get_bar (Fixture *fixture)
{
  return sem_results_page_get_query_bar (sem_window_get_results_page (fixture->window));
}

static inline SemQuery *
get_query (Fixture *fixture)
{
  return sem_session_get_query (sem_window_get_session (fixture->window));
}

static inline void
list_chips (GtkWidget *widget, GPtrArray *chips)
{
  if (SEM_IS_QUERY_CHIP (widget))
    g_ptr_array_add (chips, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    list_chips (child, chips);
}

static inline void
append_texts (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_string_append (text, gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, text);
}

/* What the chips say, as "+a.png|−b.png|In /photos". */
static inline void
assert_chips (Fixture *fixture, const char *wanted)
{
  g_autoptr (GPtrArray) chips = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  ui_test_settle (fixture);
  list_chips (GTK_WIDGET (get_bar (fixture)), chips);
  for (guint i = 0; i < chips->len; i++)
    {
      g_string_append (text, i > 0 ? "|" : "");
      append_texts (chips->pdata[i], text);
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static inline void
wait_for_title (Fixture *fixture, const char *title)
{
  wait_until (get_query (fixture) && g_str_equal (ui_test_query_title (fixture), title));
}

/* Asks with the photos @numbers, so that none of them needs a file. */
static inline void
ask (Fixture *fixture, guint n, const guint *numbers)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), numbers[i]);
      g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
      SemResults *before = ui_test_results (fixture);

      if (i == 0)
        sem_session_search (sem_window_get_session (fixture->window), query, photo);
      else
        sem_window_add_to_query (fixture->window, query, TRUE);
      wait_until (ui_test_results (fixture) && ui_test_results (fixture) != before);
    }
  wait_until (sem_window_get_shows_results (fixture->window));
}

static inline void
ask_with_two (Fixture *fixture)
{
  ui_test_fill (fixture, 10);
  ask (fixture, 2, (const guint[]){ 0, 5 });
}

static inline void
activate (Fixture *fixture, const char *action, guint target)
{
  gtk_widget_activate_action (GTK_WIDGET (get_bar (fixture)), action, "u", target);
}
