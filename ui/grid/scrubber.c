/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-scrubber"

#include "config.h"

#include "ui/grid/scrubber-private.h"
#include "ui/grid/scrubber.h"

#include <math.h>

#include "engine/model/browse/browse.h"

/* Above the first and below the last mark, in pixels. */
#define PADDING 14
#define SIDE_PADDING 8
/* A narrower window has no room for it. */
#define LEAST_WIDTH 480
/* Pages that make it worth its place, and that keep it there. */
#define PAGES_TO_SHOW 2.5
#define PAGES_TO_STAY 2
/* Beside the names, at the edge of the photos. */
#define HANDLE_WIDTH 3
#define HANDLE_HEIGHT 18

typedef struct
{
  char *text;
  double top; /* of its section in the grid, in pixels */
  double y;   /* of its middle in the column */
  gboolean has_room;
} Mark;

struct _SemScrubber
{
  GtkWidget parent_instance;

  SemGridView *view;
  GtkAdjustment *adjustment;
  GListModel *model; /* whose marks they are; not owned */
  GArray *marks;     /* Mark */
  gboolean stale;
  int line;            /* height of a line of text */
  GskRenderNode *node; /* (nullable): all marks */
};

static guint held_signal;

G_DEFINE_FINAL_TYPE (SemScrubber, sem_scrubber, GTK_TYPE_WIDGET)

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->text);
}

/* Marks ---------------------------------------------------------------------------------------- */

static SemBrowse *
get_browse (SemScrubber *self)
{
  GListModel *model = self->view ? sem_grid_view_get_model (self->view) : NULL;
  SemBrowse *browse = SEM_IS_BROWSE (model) ? SEM_BROWSE (model) : NULL;

  /* Names of folders are too long for a column. */
  return browse && sem_browse_get_rule (browse)->order != SEM_BROWSE_BY_FOLDER ? browse : NULL;
}

/* Months of one year have one mark. */
static void
collect_marks (SemScrubber *self)
{
  SemBrowse *browse = get_browse (self);
  const SemGridLayout *layout = self->view ? sem_grid_view_get_layout (self->view) : NULL;
  guint n = browse ? sem_browse_get_n_sections (browse) : 0;

  g_array_set_size (self->marks, 0);
  self->stale = FALSE;
  if (!layout || layout->tops->len <= n)
    n = 0;
  for (guint i = 0; i < n; i++)
    {
      const Mark *last =
        self->marks->len ? &g_array_index (self->marks, Mark, self->marks->len - 1) : NULL;
      Mark mark = { .text = sem_browse_dup_section_mark (browse, i),
                    .top = sem_grid_layout_get_top (layout, i) };

      if (last && g_str_equal (last->text, mark.text))
        clear_mark (&mark);
      else
        g_array_append_val (self->marks, mark);
    }
}

static double
get_range (SemScrubber *self)
{
  return MAX (1, gtk_adjustment_get_upper (self->adjustment)
                   - gtk_adjustment_get_page_size (self->adjustment));
}

static double
find_y (SemScrubber *self, double value)
{
  const double room = MAX (0, gtk_widget_get_height (GTK_WIDGET (self)) - 2 * PADDING);

  return PADDING + CLAMP (value / get_range (self), 0, 1) * room;
}

/* The first and the last one are always named; those between where there is room for them. */
static void
place_marks (SemScrubber *self)
{
  const double line = self->line + 2;
  double below = INFINITY;

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = &g_array_index (self->marks, Mark, i);

      mark->y = find_y (self, mark->top);
      mark->has_room = FALSE;
    }
  if (self->marks->len > 0)
    {
      Mark *last = &g_array_index (self->marks, Mark, self->marks->len - 1);

      last->has_room = TRUE;
      below = last->y;
    }
  for (guint i = 0, shown = G_MAXUINT; i + 1 < self->marks->len; i++)
    {
      Mark *mark = &g_array_index (self->marks, Mark, i);

      if (mark->y + line > below)
        break;
      if (shown != G_MAXUINT && mark->y - g_array_index (self->marks, Mark, shown).y < line)
        continue;
      mark->has_room = TRUE;
      shown = i;
    }
}

static void
refresh (SemScrubber *self)
{
  if (self->stale || self->model != sem_grid_view_get_model (self->view))
    collect_marks (self);
  self->model = sem_grid_view_get_model (self->view);
  place_marks (self);
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

static void
stale_cb (SemScrubber *self)
{
  self->stale = TRUE;
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Drawing -------------------------------------------------------------------------------------- */

static PangoLayout *
make_layout (SemScrubber *self, const char *text)
{
  return gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static void
draw_mark (SemScrubber *self, GtkSnapshot *snapshot, const Mark *mark, const GdkRGBA *colour)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  g_autoptr (PangoLayout) layout = NULL;
  int text_width, text_height;

  if (!mark->has_room)
    return;
  layout = make_layout (self, mark->text);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) ((width - text_width) / 2),
                                                (float) floor (mark->y - text_height / 2.)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_marks (SemScrubber *self)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GdkRGBA colour;

  refresh (self);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= .65f;
  for (guint i = 0; i < self->marks->len; i++)
    draw_mark (self, snapshot, &g_array_index (self->marks, Mark, i), &colour);
  self->node = gtk_snapshot_free_to_node (snapshot);
}

/* Only the handle is drawn anew while one scrolls. */
static void
sem_scrubber_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemScrubber *self = SEM_SCRUBBER (widget);
  GskRoundedRect handle;
  GdkRGBA colour;
  double y;

  if (!self->adjustment)
    return;
  if (!self->node)
    draw_marks (self);
  if (self->node)
    gtk_snapshot_append_node (snapshot, self->node);
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color",
                                       &colour))
    return;
  y = round (find_y (self, gtk_adjustment_get_value (self->adjustment)));
  gsk_rounded_rect_init_from_rect (
    &handle,
    &GRAPHENE_RECT_INIT (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                           ? (float) (gtk_widget_get_width (widget) - HANDLE_WIDTH - 1)
                           : 1,
                         (float) y - HANDLE_HEIGHT / 2, HANDLE_WIDTH, HANDLE_HEIGHT),
    HANDLE_WIDTH / 2.f);
  gtk_snapshot_push_rounded_clip (snapshot, &handle);
  gtk_snapshot_append_color (snapshot, &colour, &handle.bounds);
  gtk_snapshot_pop (snapshot);
}

/* Layout --------------------------------------------------------------------------------------- */

static void
sem_scrubber_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  SemScrubber *self = SEM_SCRUBBER (widget);
  int widest = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = 2 * PADDING;
      return;
    }
  if (self->stale)
    collect_marks (self);
  for (guint i = 0; i < self->marks->len; i++)
    {
      g_autoptr (PangoLayout) layout =
        make_layout (self, g_array_index (self->marks, Mark, i).text);
      int width;

      pango_layout_get_pixel_size (layout, &width, &self->line);
      widest = MAX (widest, width);
    }
  *minimum = *natural = widest + 2 * SIDE_PADDING;
}

static void
sem_scrubber_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  g_clear_pointer (&SEM_SCRUBBER (widget)->node, gsk_render_node_unref);
}

static void
sem_scrubber_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sem_scrubber_parent_class)->css_changed (widget, change);
  g_clear_pointer (&SEM_SCRUBBER (widget)->node, gsk_render_node_unref);
}

/* The pointer ---------------------------------------------------------------------------------- */

static void
go_to (SemScrubber *self, double y)
{
  const double room = MAX (1, gtk_widget_get_height (GTK_WIDGET (self)) - 2 * PADDING);

  gtk_adjustment_set_value (self->adjustment,
                            CLAMP ((y - PADDING) / room, 0, 1) * get_range (self));
}

/* A click on a name goes to where it begins, not to where its middle is. */
static void
begin_cb (GtkGestureDrag *gesture, double x, double y, SemScrubber *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, held_signal, 0, TRUE);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);

      if (mark->has_room && ABS (mark->y - y) <= self->line / 2.)
        y = mark->y;
    }
  go_to (self, y);
}

static void
update_cb (GtkGestureDrag *gesture, double dx, double dy, SemScrubber *self)
{
  double x, y;

  if (ABS (dy) > 2 && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    go_to (self, y + dy);
}

static void
end_cb (GtkGesture *gesture, GdkEventSequence *sequence, SemScrubber *self)
{
  g_signal_emit (self, held_signal, 0, FALSE);
}

static void
add_pointer (SemScrubber *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), self);
  g_signal_connect (drag, "end", G_CALLBACK (end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_scrubber_dispose (GObject *object)
{
  SemScrubber *self = SEM_SCRUBBER (object);

  g_clear_object (&self->adjustment);
  g_clear_weak_pointer (&self->view);
  g_clear_pointer (&self->node, gsk_render_node_unref);

  G_OBJECT_CLASS (sem_scrubber_parent_class)->dispose (object);
}

static void
sem_scrubber_finalize (GObject *object)
{
  g_array_unref (SEM_SCRUBBER (object)->marks);

  G_OBJECT_CLASS (sem_scrubber_parent_class)->finalize (object);
}

static void
sem_scrubber_class_init (SemScrubberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_scrubber_dispose;
  object_class->finalize = sem_scrubber_finalize;
  widget_class->measure = sem_scrubber_measure;
  widget_class->size_allocate = sem_scrubber_size_allocate;
  widget_class->css_changed = sem_scrubber_css_changed;
  widget_class->snapshot = sem_scrubber_snapshot;
  held_signal = g_signal_new ("held", SEM_TYPE_SCRUBBER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "scrubber");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sem_scrubber_init (SemScrubber *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->stale = TRUE;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  add_pointer (self);
}

GtkWidget *
sem_scrubber_new (void)
{
  return g_object_new (SEM_TYPE_SCRUBBER, NULL);
}

void
sem_scrubber_set_grid (SemScrubber *self, SemGridView *view, GtkAdjustment *adjustment)
{
  g_return_if_fail (SEM_IS_SCRUBBER (self));
  g_return_if_fail (!self->view);

  g_set_weak_pointer (&self->view, view);
  self->adjustment = g_object_ref (adjustment);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

gboolean
sem_scrubber_is_useful (SemScrubber *self, int width)
{
  const double pages =
    gtk_widget_get_child_visible (GTK_WIDGET (self)) ? PAGES_TO_STAY : PAGES_TO_SHOW;

  g_return_val_if_fail (SEM_IS_SCRUBBER (self), FALSE);

  if (!self->adjustment || width < LEAST_WIDTH || !get_browse (self)
      || gtk_adjustment_get_upper (self->adjustment)
           < pages * gtk_adjustment_get_page_size (self->adjustment))
    return FALSE;
  if (self->stale || self->model != sem_grid_view_get_model (self->view))
    collect_marks (self);
  self->model = sem_grid_view_get_model (self->view);
  return self->marks->len > 1;
}

char *
sem_scrubber_dup_marks (SemScrubber *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (SEM_IS_SCRUBBER (self), g_string_free (text, FALSE));

  refresh (self);
  for (guint i = 0; i < self->marks->len; i++)
    if (g_array_index (self->marks, Mark, i).has_room)
      g_string_append_printf (text, "%s%s", text->len ? " " : "",
                              g_array_index (self->marks, Mark, i).text);
  return g_string_free (text, FALSE);
}
