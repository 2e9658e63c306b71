/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

enum
{
  PROP_0,
  PROP_RESULTS,
  PROP_QUERY,
  PROP_PHOTO,
  PROP_SELECTED,
  PROP_SELECTED_MATCH,
  PROP_HELD,
  PROP_SCROLL,
  PROP_CAN_GO_BACK,
  PROP_CAN_GO_FORWARD,
  PROP_SEARCHING,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemSession, sem_session, G_TYPE_OBJECT)

static void
notify (SemSession *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

const char *
sem_session_get_error (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  return self->error;
}

void
sem_session_cancel (SemSession *self)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  sem_session_set_cancellable (self, NULL);
  sem_session_prove_shown (self);
  sem_session_refine_shown (self);
}

/* History -------------------------------------------------------------------------------------- */

void
sem_session_back (SemSession *self)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  sem_session_cancel (self);
  if (sem_session_get_can_go_back (self))
    sem_session_show_step (self, self->position - 1);
}

void
sem_session_forward (SemSession *self)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  sem_session_cancel (self);
  if (sem_session_get_can_go_forward (self))
    sem_session_show_step (self, self->position + 1);
}

void
sem_session_show_library (SemSession *self)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  sem_session_cancel (self);
  if (sem_session_get_step (self))
    sem_session_visit_library (self);
}

void
sem_session_go_to (SemSession *self, guint position)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  g_return_if_fail (position <= self->steps->len);
  sem_session_cancel (self);
  if (self->position != position)
    sem_session_show_step (self, position);
}

guint
sem_session_get_n_steps (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), 0);
  return self->steps->len;
}

guint
sem_session_get_position (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), 0);
  return self->position;
}

SemQuery *
sem_session_get_step_query (SemSession *self, guint position)
{
  const SemSessionStep *step;

  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  if (position < 1 || position > self->steps->len)
    return NULL;
  step = g_ptr_array_index (self->steps, position - 1);
  return step->results ? sem_results_get_query (step->results) : NULL;
}

SemQuery *
sem_session_get_last_query (SemSession *self)
{
  const SemSessionStep *step;

  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  step = sem_session_get_last_step (self);
  return step ? sem_results_get_query (step->results) : NULL;
}

gboolean
sem_session_get_can_go_back (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), FALSE);
  return self->position > 0;
}

gboolean
sem_session_get_can_go_forward (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), FALSE);
  return self->position < self->steps->len;
}

/* What is shown -------------------------------------------------------------------------------- */

SemLibrary *
sem_session_get_library (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  return self->library;
}

SemResults *
sem_session_get_results (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  return sem_session_get_step (self) ? sem_session_get_step (self)->results : NULL;
}

SemQuery *
sem_session_get_query (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  return sem_session_get_step (self) ? sem_results_get_query (sem_session_get_step (self)->results)
                                     : NULL;
}

SemPhoto *
sem_session_get_photo (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  return sem_session_get_step (self) ? sem_session_get_step (self)->photo : NULL;
}

guint
sem_session_get_selected (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), SEM_SESSION_NONE);
  return sem_session_get_step (self) ? sem_session_get_step (self)->selected : SEM_SESSION_NONE;
}

void
sem_session_set_selected (SemSession *self, guint position)
{
  SemSessionStep *step;

  g_return_if_fail (SEM_IS_SESSION (self));

  step = sem_session_get_step (self);
  if (!step)
    return;
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (step->results)))
    position = SEM_SESSION_NONE;
  if (position == step->selected)
    return;
  step->selected = position;
  notify (self, PROP_SELECTED);
  notify (self, PROP_SELECTED_MATCH);
}

SemMatch *
sem_session_dup_selected_match (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), NULL);
  if (!sem_session_get_step (self))
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (sem_session_get_step (self)->results),
                                sem_session_get_step (self)->selected);
}

guint
sem_session_get_held (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), SEM_SESSION_NONE);
  return sem_session_get_step (self) ? sem_session_get_step (self)->held : SEM_SESSION_NONE;
}

void
sem_session_set_held (SemSession *self, guint position)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  if (!sem_session_get_step (self) || sem_session_get_step (self)->held == position)
    return;
  sem_session_get_step (self)->held = position;
  notify (self, PROP_HELD);
}

double
sem_session_get_scroll (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), 0);
  return sem_session_get_step (self) ? sem_session_get_step (self)->scroll : 0;
}

void
sem_session_set_scroll (SemSession *self, double scroll)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  if (!sem_session_get_step (self) || sem_session_get_step (self)->scroll == scroll)
    return;
  sem_session_get_step (self)->scroll = scroll;
  notify (self, PROP_SCROLL);
}

guint
sem_session_get_focus (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), SEM_SESSION_NONE);
  return sem_session_get_step (self) ? sem_session_get_step (self)->focus : SEM_SESSION_NONE;
}

void
sem_session_set_focus (SemSession *self, guint position)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  if (sem_session_get_step (self))
    sem_session_get_step (self)->focus = position;
}

gboolean
sem_session_get_searching (SemSession *self)
{
  g_return_val_if_fail (SEM_IS_SESSION (self), FALSE);
  return self->cancellable != NULL;
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SemSession *self = SEM_SESSION (object);

  switch (prop_id)
    {
    case PROP_RESULTS:
      g_value_set_object (value, sem_session_get_results (self));
      break;
    case PROP_QUERY:
      g_value_set_object (value, sem_session_get_query (self));
      break;
    case PROP_PHOTO:
      g_value_set_object (value, sem_session_get_photo (self));
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, sem_session_get_selected (self));
      break;
    case PROP_SELECTED_MATCH:
      g_value_take_object (value, sem_session_dup_selected_match (self));
      break;
    case PROP_HELD:
      g_value_set_uint (value, sem_session_get_held (self));
      break;
    case PROP_SCROLL:
      g_value_set_double (value, sem_session_get_scroll (self));
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, sem_session_get_can_go_back (self));
      break;
    case PROP_CAN_GO_FORWARD:
      g_value_set_boolean (value, sem_session_get_can_go_forward (self));
      break;
    case PROP_SEARCHING:
      g_value_set_boolean (value, sem_session_get_searching (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  SemSession *self = SEM_SESSION (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      sem_session_set_selected (self, g_value_get_uint (value));
      break;
    case PROP_HELD:
      sem_session_set_held (self, g_value_get_uint (value));
      break;
    case PROP_SCROLL:
      sem_session_set_scroll (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_session_dispose (GObject *object)
{
  SemSession *self = SEM_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  sem_session_cancel_proof (self);
  sem_session_cancel_refinement (self);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (sem_session_parent_class)->dispose (object);
}

static void
sem_session_finalize (GObject *object)
{
  SemSession *self = SEM_SESSION (object);

  g_ptr_array_unref (self->steps);
  g_free (self->error);
  G_OBJECT_CLASS (sem_session_parent_class)->finalize (object);
}

static void
sem_session_class_init (SemSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_session_get_property;
  object_class->set_property = sem_session_set_property;
  object_class->dispose = sem_session_dispose;
  object_class->finalize = sem_session_finalize;
  properties[PROP_RESULTS] = g_param_spec_object ("results", NULL, NULL, SEM_TYPE_RESULTS, read);
  properties[PROP_QUERY] = g_param_spec_object ("query", NULL, NULL, SEM_TYPE_QUERY, read);
  properties[PROP_PHOTO] = g_param_spec_object ("photo", NULL, NULL, SEM_TYPE_PHOTO, read);
  properties[PROP_SELECTED] =
    g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, SEM_SESSION_NONE, write);
  properties[PROP_SELECTED_MATCH] =
    g_param_spec_object ("selected-match", NULL, NULL, SEM_TYPE_MATCH, read);
  properties[PROP_HELD] =
    g_param_spec_uint ("held", NULL, NULL, 0, G_MAXUINT, SEM_SESSION_NONE, write);
  properties[PROP_SCROLL] = g_param_spec_double ("scroll", NULL, NULL, 0, G_MAXDOUBLE, 0, write);
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, read);
  properties[PROP_CAN_GO_FORWARD] =
    g_param_spec_boolean ("can-go-forward", NULL, NULL, FALSE, read);
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, read);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_session_init (SemSession *self)
{
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_session_step_free);
}

SemSession *
sem_session_new (SemLibrary *library)
{
  SemSession *self = g_object_new (SEM_TYPE_SESSION, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);
  self->library = g_object_ref (library);
  sem_session_watch_library (self);
  return self;
}
