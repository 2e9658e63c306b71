/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-results-page"

#include "config.h"

#include "ui/pages/results-page-private.h"

gboolean
sem_results_page_get_is_elsewhere (SemResultsPage *self)
{
  return sem_archive_switch_get_uri (sem_query_bar_get_archive_switch (self->query_bar)) != NULL;
}

void
sem_results_page_archive_cb (SemResultsPage *self)
{
  g_autofree char *duration = NULL, *code = NULL;
  g_autofree char *found = sem_archive_view_dup_found (self->archive_view, &duration, &code);
  g_autofree char *facts = g_strdup_printf ("%s · %s", found, duration);

  if (!sem_results_page_get_is_elsewhere (self))
    return;
  adw_window_title_set_subtitle (self->window_title, *found ? facts : "");
  sem_query_well_set_found (self->well, found, duration, code);
}

/* Nothing that is out of sight is selected, since keys would act on it. */
void
sem_results_page_select_hit (SemResultsPage *self)
{
  sem_photo_grid_select (self->grid, sem_results_page_get_is_elsewhere (self)
                                       ? GTK_INVALID_LIST_POSITION
                                       : sem_session_get_selected (self->session));
}

static void
switched_cb (SemArchiveSwitch *place, SemResultsPage *self)
{
  const char *uri = sem_archive_switch_get_uri (place);

  gtk_stack_set_visible_child_name (self->places, uri ? "archive" : "here");
  sem_results_page_select_hit (self);
  sem_archive_view_set_archive (self->archive_view, sem_archive_switch_get_name (place), uri);
}

void
sem_results_page_connect_archive (SemResultsPage *self)
{
  sem_archive_view_set_session (self->archive_view, self->session);
  g_signal_connect_object (sem_query_bar_get_archive_switch (self->query_bar), "changed",
                           G_CALLBACK (switched_cb), self, 0);
}
