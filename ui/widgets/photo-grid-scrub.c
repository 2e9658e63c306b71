/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include "engine/model/browse/browse.h"

/* Between the edge of the grid and the name of the section that is scrolled to. */
#define SCRUBBED_MARGIN 24

static GtkAdjustment *
vadjustment (SemPhotoGrid *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

/* Which section is at the upper edge; hidden where there are none. */
static void
show_scrubbed (SemPhotoGrid *self)
{
  GListModel *model = sem_grid_view_get_model (self->view);
  const SemGridLayout *layout = sem_grid_view_get_layout (self->view);
  const double y = gtk_adjustment_get_value (vadjustment (self));
  g_autofree char *title = NULL;
  guint section;

  if (!SEM_IS_BROWSE (model) || sem_browse_get_n_sections (SEM_BROWSE (model)) < 2)
    {
      gtk_widget_hide (self->scrubbed);
      return;
    }
  section = sem_grid_layout_find_section_at (layout, y);
  title = sem_browse_get_rule (SEM_BROWSE (model))->order == SEM_BROWSE_BY_FOLDER
            ? sem_browse_dup_section_mark (SEM_BROWSE (model), section)
            : sem_browse_dup_section_title (SEM_BROWSE (model), section);
  gtk_label_set_label (GTK_LABEL (self->scrubbed), title);
  gtk_widget_show (self->scrubbed);
}

static void
scrolled_cb (SemPhotoGrid *self)
{
  if (self->scrubbing)
    show_scrubbed (self);
}

int
sem_photo_grid_allocate_scrubber (SemPhotoGrid *self, int width, int height)
{
  GtkWidget *scrubber = GTK_WIDGET (self->scrubber);
  const gboolean useful = sem_scrubber_is_useful (self->scrubber, width);
  int own_width;

  gtk_widget_set_child_visible (scrubber, useful);
  if (!useful)
    return width;
  gtk_widget_measure (scrubber, GTK_ORIENTATION_HORIZONTAL, -1, &own_width, NULL, NULL, NULL);
  gtk_widget_size_allocate (scrubber,
                            &(GtkAllocation){ gtk_widget_get_direction (scrubber)
                                                  == GTK_TEXT_DIR_RTL
                                                ? 0
                                                : width - own_width,
                                              0, own_width, height },
                            -1);
  return width - own_width;
}

/* Beside the handle of the scrollbar. */
void
sem_photo_grid_allocate_scrubbed (SemPhotoGrid *self, int width, int height)
{
  GtkAdjustment *adjustment = vadjustment (self);
  const double range =
    gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  const double share = range > 0 ? gtk_adjustment_get_value (adjustment) / range : 0;
  int own_width, own_height;

  gtk_widget_measure (self->scrubbed, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &own_width, NULL, NULL);
  own_width = MIN (own_width, width - 2 * SCRUBBED_MARGIN);
  gtk_widget_measure (self->scrubbed, GTK_ORIENTATION_VERTICAL, own_width, NULL, &own_height, NULL,
                      NULL);
  gtk_widget_size_allocate (self->scrubbed,
                            &(GtkAllocation){
                              gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                                ? SCRUBBED_MARGIN
                                : width - own_width - SCRUBBED_MARGIN,
                              (int) (share * MAX (0, height - own_height)), own_width, own_height },
                            -1);
}

void
sem_photo_grid_set_scrubbing (SemPhotoGrid *self, gboolean scrubbing)
{
  self->scrubbing = scrubbing;
  if (scrubbing)
    show_scrubbed (self);
  else
    gtk_widget_hide (self->scrubbed);
}

/* The scrollbar and the years ------------------------------------------------------------------ */

static gboolean
scrolled_to_cb (gpointer user_data)
{
  SemPhotoGrid *self = user_data;

  self->scrolled_to_id = 0;
  sem_grid_view_take_focus (self->view, TRUE);
  return G_SOURCE_REMOVE;
}

/* After scrolling with the pointer, the keys of the grid continue from there. What is in view is
 * known only after the next layout. */
static void
focus_later (SemPhotoGrid *self)
{
  if (self->scrolled_to_id == 0)
    self->scrolled_to_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, scrolled_to_cb, self, NULL);
}

static gboolean
scrollbar_event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, SemPhotoGrid *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    sem_photo_grid_set_scrubbing (self, TRUE);
  else if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL)
    sem_photo_grid_set_scrubbing (self, FALSE);
  if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END)
    focus_later (self);
  return GDK_EVENT_PROPAGATE;
}

static void
follow_scrollbar (SemPhotoGrid *self)
{
  GtkWidget *scrollbar = gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (self->scroller));
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (scrollbar_event_cb), self, 0);
  gtk_widget_add_controller (scrollbar, controller);
}

static void
held_cb (SemScrubber *scrubber, gboolean held, SemPhotoGrid *self)
{
  sem_photo_grid_set_scrubbing (self, held);
  if (!held)
    focus_later (self);
}

static gboolean
show_scrubber_cb (gpointer user_data)
{
  SemPhotoGrid *self = user_data;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const gboolean useful = sem_scrubber_is_useful (self->scrubber, width);
  int own_width = 0;

  self->scrubber_id = 0;
  if (width <= 0 || useful == gtk_widget_get_child_visible (GTK_WIDGET (self->scrubber)))
    return G_SOURCE_REMOVE;
  if (useful)
    gtk_widget_measure (GTK_WIDGET (self->scrubber), GTK_ORIENTATION_HORIZONTAL, -1, &own_width,
                        NULL, NULL, NULL);
  sem_grid_view_expect_width (self->view, width - own_width);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* The list may change while it is laid out. */
static void
list_changed (SemPhotoGrid *self)
{
  if (self->scrubber_id == 0)
    self->scrubber_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, show_scrubber_cb, self, NULL);
}

static void
add_scrubber (SemPhotoGrid *self)
{
  self->scrubber = SEM_SCRUBBER (sem_scrubber_new ());
  gtk_widget_set_child_visible (GTK_WIDGET (self->scrubber), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->scrubber), GTK_WIDGET (self));
  sem_scrubber_set_grid (self->scrubber, self->view, vadjustment (self));
  g_signal_connect_object (self->scrubber, "held", G_CALLBACK (held_cb), self, 0);
  g_signal_connect_object (vadjustment (self), "changed", G_CALLBACK (list_changed), self,
                           G_CONNECT_SWAPPED);
}

void
sem_photo_grid_add_scrubbed (SemPhotoGrid *self)
{
  follow_scrollbar (self);
  add_scrubber (self);
  self->scrubbed =
    g_object_new (GTK_TYPE_LABEL, "visible", FALSE, "can-target", FALSE, "ellipsize",
                  PANGO_ELLIPSIZE_START, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->scrubbed, "osd");
  gtk_widget_add_css_class (self->scrubbed, "scrubbed");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->scrubbed), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                               -1);
  gtk_widget_set_parent (self->scrubbed, GTK_WIDGET (self));
  g_signal_connect_object (vadjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}
