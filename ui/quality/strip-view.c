/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-strip-view"

#include "config.h"

#include "ui/quality/strip-view.h"

#include "ui/quality/strip-cell.h"
#include "ui/quality/strip-words.h"
#include "ui/widgets/sideways.h"
#include "ui/words.h"

#define SPACING 6

/* @rows: the strips, each a box of cells
 * @strip, @place: of the cell that has the focus, or had it last; it alone is in the order of the
 * Tab key */
struct _SemStripView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *rows[SEM_N_STRIPS];
  GtkLabel *titles[SEM_N_STRIPS];
  GtkLabel *explanations[SEM_N_STRIPS];
  SemAbsence *absence;
  SemStrip strip;
  guint place;
};

static guint open_signal;

G_DEFINE_FINAL_TYPE (SemStripView, sem_strip_view, GTK_TYPE_WIDGET)

/* (nullable): the cell at a place of a strip */
static GtkWidget *
get_cell (SemStripView *self, SemStrip strip, guint place)
{
  GtkWidget *cell = gtk_widget_get_first_child (self->rows[strip]);

  for (guint i = 0; cell && i < place; i++)
    cell = gtk_widget_get_next_sibling (cell);
  return cell;
}

static guint
count_cells (SemStripView *self, SemStrip strip)
{
  guint n = 0;

  while (get_cell (self, strip, n))
    n++;
  return n;
}

/* The same photo is marked wherever it is. */
static void
mark_same (SemStripView *self)
{
  SemStripHit *focused = sem_strip_view_get_focused (self);
  GtkWidget *cell;

  for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
    for (guint i = 0; (cell = get_cell (self, strip, i)); i++)
      {
        SemStripHit *hit = sem_strip_cell_get_hit (SEM_STRIP_CELL (cell));

        sem_strip_cell_set_same (SEM_STRIP_CELL (cell),
                                 focused
                                   && sem_strip_hit_get_photo (hit)
                                        == sem_strip_hit_get_photo (focused));
      }
}

/* Makes a cell the one that the Tab key leads to. */
static void
set_current (SemStripView *self, SemStrip strip, guint place)
{
  GtkWidget *before = get_cell (self, self->strip, self->place);
  GtkWidget *cell = get_cell (self, strip, place);

  self->strip = strip;
  self->place = place;
  if (cell)
    gtk_widget_set_focusable (cell, TRUE);
  if (before && before != cell)
    gtk_widget_set_focusable (before, FALSE);
  mark_same (self);
}

void
sem_strip_view_focus (SemStripView *self, SemStrip strip, guint place)
{
  GtkWidget *cell;
  guint n;

  g_return_if_fail (SEM_IS_STRIP_VIEW (self) && strip < SEM_N_STRIPS);

  n = count_cells (self, strip);
  if (n == 0)
    return;
  place = MIN (place, n - 1);
  cell = get_cell (self, strip, place);
  /* The focus moves before the cell that had it stops taking it. */
  gtk_widget_set_focusable (cell, TRUE);
  gtk_widget_grab_focus (cell);
  set_current (self, strip, place);
}

/* To the same photo in another strip, or else to the same place. */
static void
change_strip (SemStripView *self, int step)
{
  SemStripHit *hit = sem_strip_view_get_focused (self);
  const int strip = (int) self->strip + step;

  if (!hit || strip < 0 || strip >= SEM_N_STRIPS)
    return;
  sem_strip_view_focus (self, (SemStrip) strip,
                        sem_strip_hit_is_in (hit, (SemStrip) strip)
                          ? sem_strip_hit_get_rank (hit, (SemStrip) strip) - 1
                          : self->place);
}

static void
open_focused (SemStripView *self)
{
  if (sem_strip_view_get_focused (self))
    g_signal_emit (self, open_signal, 0, (guint) self->strip, self->place);
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        SemStripView *self)
{
  const gboolean reversed = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const guint back = reversed ? GDK_KEY_Right : GDK_KEY_Left;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      if (key != back)
        sem_strip_view_focus (self, self->strip, self->place + 1);
      else if (self->place > 0)
        sem_strip_view_focus (self, self->strip, self->place - 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      change_strip (self, key == GDK_KEY_Up ? -1 : 1);
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_End:
      sem_strip_view_focus (self, self->strip, key == GDK_KEY_Home ? 0 : SEM_STRIP_LENGTH);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      open_focused (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, SemStripView *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *pressed = picked ? gtk_widget_get_ancestor (picked, SEM_TYPE_STRIP_CELL) : NULL;
  GtkWidget *cell;

  for (guint strip = 0; pressed && strip < SEM_N_STRIPS; strip++)
    for (guint i = 0; (cell = get_cell (self, strip, i)); i++)
      if (cell == pressed)
        {
          sem_strip_view_focus (self, strip, i);
          if (n_press == 2)
            open_focused (self);
          return;
        }
}

static gboolean
sem_strip_view_grab_focus (GtkWidget *widget)
{
  SemStripView *self = SEM_STRIP_VIEW (widget);

  sem_strip_view_focus (self, self->strip, self->place);
  return sem_strip_view_get_focused (self) != NULL;
}

static void
sem_strip_view_dispose (GObject *object)
{
  SemStripView *self = SEM_STRIP_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->absence);

  G_OBJECT_CLASS (sem_strip_view_parent_class)->dispose (object);
}

static void
sem_strip_view_class_init (SemStripViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_strip_view_dispose;
  widget_class->grab_focus = sem_strip_view_grab_focus;
  open_signal = g_signal_new ("open-photo", SEM_TYPE_STRIP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

/* Both in one line, so that all three strips fit into a window of 800 pixels. */
static void
add_title (SemStripView *self, SemStrip strip)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2 * SPACING);

  self->titles[strip] = make_label ("heading");
  self->explanations[strip] = make_label ("dim-label");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->titles[strip]));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->explanations[strip]));
  gtk_box_append (GTK_BOX (self->box), line);
}

/* @position: of the sideways scrolling, which all strips share */
static void
add_strip (SemStripView *self, SemStrip strip, GtkAdjustment *position)
{
  GtkWidget *scroller;

  self->rows[strip] = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                    "spacing", SPACING, NULL);
  gtk_widget_add_css_class (self->rows[strip], "strip");
  add_title (self, strip);
  scroller = sem_sideways_new (self->rows[strip]);
  gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (scroller), position);
  gtk_box_append (GTK_BOX (self->box), scroller);
}

static void
sem_strip_view_init (SemStripView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkAdjustment *position = gtk_adjustment_new (0, 0, 0, 0, 0, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
    add_strip (self, strip, position);
  /* Scrolled windows take Home and End for themselves. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->box, keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
sem_strip_view_set_absence (SemStripView *self, SemAbsence *absence)
{
  g_return_if_fail (SEM_IS_STRIP_VIEW (self));

  g_set_object (&self->absence, absence);
}

/* Of two models, what they are called. */
static void
explain (SemStripView *self, SemStrip strip, SemStrips *strips)
{
  SemCodes *codes = sem_strips_get_codes (strips, strip);
  g_autofree char *name = codes ? sem_words_for_codes (codes) : NULL;
  const SemStripsKind kind = sem_strips_get_kind (strips);

  gtk_label_set_label (self->explanations[strip], kind == SEM_STRIPS_OF_PAIR && name
                                                    ? name
                                                    : sem_strip_words_explain (strip, kind));
}

static void
fill (SemStripView *self, SemStrip strip, SemStrips *strips)
{
  const SemStripsKind kind = sem_strips_get_kind (strips);
  const char *title = sem_strip_words_for_strip (strip, kind);
  GListModel *hits = sem_strips_get_hits (strips, strip);
  GtkWidget *cell;

  gtk_label_set_label (self->titles[strip], title);
  explain (self, strip, strips);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[strip]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  while ((cell = gtk_widget_get_first_child (self->rows[strip])))
    gtk_box_remove (GTK_BOX (self->rows[strip]), cell);
  for (guint i = 0; hits && i < g_list_model_get_n_items (hits); i++)
    {
      g_autoptr (SemStripHit) hit = g_list_model_get_item (hits, i);

      gtk_box_append (GTK_BOX (self->rows[strip]),
                      sem_strip_cell_new (hit, strip, kind, self->absence));
    }
}

void
sem_strip_view_show (SemStripView *self, SemStrips *strips)
{
  gboolean had_focus;
  guint n;

  g_return_if_fail (SEM_IS_STRIP_VIEW (self));
  g_return_if_fail (SEM_IS_STRIPS (strips));

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
    fill (self, strip, strips);
  n = count_cells (self, self->strip);
  set_current (self, self->strip, MIN (self->place, n > 0 ? n - 1 : 0));
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

SemStripHit *
sem_strip_view_get_focused (SemStripView *self)
{
  GtkWidget *cell;

  g_return_val_if_fail (SEM_IS_STRIP_VIEW (self), NULL);

  cell = get_cell (self, self->strip, self->place);
  return cell ? sem_strip_cell_get_hit (SEM_STRIP_CELL (cell)) : NULL;
}

SemStrip
sem_strip_view_get_focus (SemStripView *self, guint *place)
{
  g_return_val_if_fail (SEM_IS_STRIP_VIEW (self), SEM_STRIP_FEATURES);

  if (place)
    *place = self->place;
  return self->strip;
}
